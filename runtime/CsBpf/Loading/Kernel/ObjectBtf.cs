using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>An object's BTF in the kernel, with the source lines of its programs among the strings.</summary>
internal sealed class ObjectBtf : IDisposable
{
    private readonly BtfHandle? _handle;
    private readonly Dictionary<string, uint> _strings;

    private ObjectBtf(BtfHandle? handle, Dictionary<string, uint> strings)
    {
        _handle = handle;
        _strings = strings;
    }

    /// <summary>Whether the kernel has it: not where the object has no BTF, or the kernel is too old for any.</summary>
    public bool IsLoaded => _handle is not null;

    /// <summary>Its handle; null where it is not loaded.</summary>
    public BtfHandle? Handle => _handle;

    /// <summary>Gives an object's BTF to the kernel, without what it would refuse.</summary>
    /// <exception cref="BpfException">The kernel refused it.</exception>
    public static ObjectBtf Load(BpfObjectSpec spec)
    {
        if (spec.Types.Count == 1 || !KernelFeatures.Has(KernelFeature.Btf))
            return new ObjectBtf(null, []);

        var builder = BtfBuilder.From(spec.Types);
        BtfSanitizer.Sanitize(builder, KernelFeatures.Has);
        var strings = new Dictionary<string, uint>();
        foreach (var line in spec.Functions.SelectMany(function => function.Lines))
        {
            Intern(line.Info.File);
            Intern(line.Info.Text);
        }

        return new ObjectBtf(BtfCalls.Load(builder.ToBytes(!BitConverter.IsLittleEndian)), strings);

        void Intern(string text)
        {
            if (!strings.ContainsKey(text))
                strings.Add(text, builder.AddString(text));
        }
    }

    /// <summary>The offset of a file name or source line among the strings.</summary>
    public uint StringOffset(string text) => _strings[text];

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
