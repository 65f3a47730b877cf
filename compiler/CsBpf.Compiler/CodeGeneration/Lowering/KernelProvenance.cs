namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>What the verifier knows about a kernel address.</summary>
internal enum KernelProvenance
{
    /// <summary>Nothing is known yet: it joins with everything.</summary>
    Unknown,

    /// <summary>A pointer to an object of a type in BTF: loads through it are direct.</summary>
    Typed,

    /// <summary>Such a pointer, or the constant null.</summary>
    TypedOrNull,

    /// <summary>The constant null.</summary>
    Null,

    /// <summary>A number: loads through it go through a helper.</summary>
    Untyped,
}

/// <summary>How provenances join where control flow does.</summary>
internal static class KernelProvenances
{
    /// <summary>What is known about an address that comes from either side.</summary>
    public static KernelProvenance Join(this KernelProvenance left, KernelProvenance right) => (left, right) switch
    {
        _ when left == right => left,
        (KernelProvenance.Unknown, _) => right,
        (_, KernelProvenance.Unknown) => left,
        (KernelProvenance.Untyped, _) or (_, KernelProvenance.Untyped) => KernelProvenance.Untyped,
        _ => KernelProvenance.TypedOrNull,
    };
}
