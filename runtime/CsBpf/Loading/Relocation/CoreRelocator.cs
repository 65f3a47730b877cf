using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Syscalls;

namespace CsBpf.Relocation;

/// <summary>Fits the instructions of programs to the layouts of the kernel that will run them (CO-RE).</summary>
/// <param name="local">The object's types.</param>
/// <param name="kernel">The kernel's types; asked for when the first relocation needs them.</param>
/// <param name="modules">The types of the kernel's modules, each continuing the kernel's; asked for where the kernel lacks a type.</param>
/// <param name="isBigEndian">The byte order of the machine.</param>
internal sealed class CoreRelocator(BtfTypes local, Func<BtfTypes> kernel, Func<IEnumerable<BtfTypes>> modules, bool isBigEndian)
{
    private readonly Dictionary<uint, (BtfTypes Types, uint Id)[]> _candidates = [];

    /// <summary>Applies all relocations of a program.</summary>
    /// <exception cref="ObjectFormatException">A relocation does not fit its type or its instruction.</exception>
    /// <exception cref="BpfException">The kernel has types that contradict each other, or that an instruction cannot be fitted
    /// to.</exception>
    public void Apply(LinkedProgram program)
    {
        foreach (var (start, function) in program.Functions)
        {
            foreach (var (slot, relocation) in function.CoreRelocations)
            {
                var access = CoreAccess.Parse(local, relocation);
                var target = relocation.Kind == CoreRelocationKind.TypeIdLocal ? access : Find(program, relocation, access);
                CorePatch.Apply(program, start + slot, Resolve(relocation.Kind, access, target));
            }
        }
    }

    /// <summary>The answers of the object's types and of the kernel's.</summary>
    public CoreAnswer Resolve(CoreRelocationKind kind, CoreAccess access, CoreAccess? target) =>
        new(kind, access, CoreValue.Of(kind, access, isBigEndian)!.Value, target, CoreValue.Of(kind, target, isBigEndian));

    /// <summary>The way in the kernel's types; all types that have it must agree on where it leads.</summary>
    private CoreAccess? Find(LinkedProgram program, CoreRelocation relocation, CoreAccess access)
    {
        CoreAccess? result = null;
        foreach (var (types, candidate) in CandidatesOf(program, relocation.TypeId))
        {
            if (CoreMatcher.Match(relocation.Kind, access, types, candidate) is not { } match)
                continue;
            if (result is null)
                result = match;
            else if (!Agree(relocation.Kind, result, match))
                throw Problem(program, $"the kernel has several types {local.NameOf(relocation.TypeId)}, which differ in {access}");
        }

        return result;
    }

    private bool Agree(CoreRelocationKind kind, CoreAccess left, CoreAccess right) =>
        left.BitOffset == right.BitOffset && CoreValue.Of(kind, left, isBigEndian)?.Value == CoreValue.Of(kind, right, isBigEndian)?.Value;

    /// <summary>
    /// The types of the kernel with the name of a type of the object, without its flavour, and of its kind; those of its modules where the
    /// kernel itself has none.
    /// </summary>
    private (BtfTypes Types, uint Id)[] CandidatesOf(LinkedProgram program, uint typeId)
    {
        if (_candidates.TryGetValue(typeId, out var known))
            return known;

        string name = BtfName.WithoutFlavor(local.NameOf(typeId));
        if (name.Length == 0)
            throw Problem(program, $"type {typeId} of the object has no name to be found by in the kernel");
        var type = local[typeId];
        (BtfTypes, uint)[] found = [.. Named(kernel(), name, type)];
        if (found.Length == 0)
            found = [.. modules().SelectMany(module => Named(module, name, type))];
        _candidates.Add(typeId, found);
        return found;
    }

    private static IEnumerable<(BtfTypes Types, uint Id)> Named(BtfTypes types, string name, BtfType type) =>
        types.IdsByEssentialName(name).Where(id => TypeCompatibility.SameKind(type, types[id])).Select(id => (types, id));

    private static BpfException Problem(LinkedProgram program, string problem) =>
        new($"fit the program {program.Name} to this kernel", (int)Errno.EINVAL, problem);
}

/// <summary>What a relocation asks, and both answers.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Access">About what, in the object's types.</param>
/// <param name="Before">The answer that the compiler knew.</param>
/// <param name="Target">About what, in the kernel's types; null where the kernel does not have it.</param>
/// <param name="After">The kernel's answer; null where there is none.</param>
internal readonly record struct CoreAnswer(
    CoreRelocationKind Kind, CoreAccess Access, CoreValue Before, CoreAccess? Target, CoreValue? After);
