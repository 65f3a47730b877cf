using System.Numerics;
using System.Text;

namespace CsBpf.Object.Btf;

public sealed partial class BtfTypes
{
    private NameIndex? _names;

    /// <summary>The id of the first type of that name and kind, or null.</summary>
    public uint? FindByName(string name, BtfKind kind)
    {
        foreach (uint id in IdsByName(name))
        {
            if (KindOf(id) == kind)
                return id;
        }

        return null;
    }

    /// <summary>The ids of the types of that name, of whatever kind, in ascending order.</summary>
    public IEnumerable<uint> IdsByName(string name)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        foreach (uint id in IdsByEssentialName(BtfName.WithoutFlavor(name)))
        {
            if (Utf8NameOf(id).SequenceEqual(utf8))
                yield return id;
        }
    }

    /// <summary>The ids of the types of that name or one of its flavours, <c>task_struct___old</c>, in ascending order.</summary>
    /// <param name="essentialName">The name, without a flavour.</param>
    /// <remarks>The first call makes an index of all names, in some milliseconds for the kernel; no type is decoded.</remarks>
    public IEnumerable<uint> IdsByEssentialName(string essentialName)
    {
        if (essentialName.Length == 0)
            yield break;

        if (Base is not null)
        {
            foreach (uint id in Base.IdsByEssentialName(essentialName))
                yield return id;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(essentialName);
        _names ??= new NameIndex(this);
        for (uint id = _names.First(utf8); id != 0; id = _names.Next(id))
        {
            if (BtfName.WithoutFlavor(Utf8NameOf(id)).SequenceEqual(utf8))
                yield return id;
        }
    }

    /// <summary>A hash table over the essential names of the own types: chains of ids in two arrays, without a string.</summary>
    private sealed class NameIndex
    {
        private readonly uint _firstId;
        private readonly uint[] _heads;
        private readonly uint[] _next;

        public NameIndex(BtfTypes types)
        {
            _firstId = types.FirstId;
            _next = new uint[types._offsets.Length];
            _heads = new uint[BitOperations.RoundUpToPowerOf2((uint)_next.Length + 1)];
            // From the last to the first, so that chains ascend.
            for (uint id = types.Count - 1; id >= _firstId; id--)
            {
                var name = types.Utf8NameOf(id);
                if (name.IsEmpty)
                    continue;

                ref uint head = ref Head(BtfName.WithoutFlavor(name));
                _next[id - _firstId] = head;
                head = id;
            }
        }

        public uint First(ReadOnlySpan<byte> name) => Head(name);

        public uint Next(uint id) => _next[id - _firstId];

        private ref uint Head(ReadOnlySpan<byte> name)
        {
            // FNV-1a: short names, and the same on every run.
            uint hash = 2166136261;
            foreach (byte b in name)
                hash = (hash ^ b) * 16777619;

            return ref _heads[hash & (uint)(_heads.Length - 1)];
        }
    }
}
