using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>The helper that reads memory that may be gone.</summary>
internal static class ProbeHelper
{
    /// <summary><c>bpf_probe_read_kernel(to, size, from)</c> (Linux 5.5): zeroes what it can't read.</summary>
    public static readonly HelperFunction ReadKernel = new(HelperNumbers.ProbeReadKernel, "bpf_probe_read_kernel", HelperEffects.WritesArguments);
}
