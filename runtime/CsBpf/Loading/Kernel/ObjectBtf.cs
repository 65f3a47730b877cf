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

    /// <summary>Why the kernel did not take it; null where it did, or was not asked.</summary>
    public BpfException? Refusal { get; private init; }

    /// <summary>Gives an object's BTF to the kernel, without what it would refuse.</summary>
    /// <exception cref="BpfException">This process may not do so.</exception>
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

        try
        {
            return new ObjectBtf(BtfCalls.Load(builder.ToBytes(!BitConverter.IsLittleEndian)), strings);
        }
        catch (BpfException exception) when ((Errno)exception.Errno is not Errno.EPERM)
        {
            // Most programs do without; those that do not are refused, and the error says why.
            return new ObjectBtf(null, []) { Refusal = exception };
        }

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
