namespace CsBpf;

/// <summary>
/// Marks a partial class as one BPF object: its fields become maps and globals, its methods with a program attribute become programs.
/// The build compiles it to <c>ClassName.bpf.o</c> and generates the other half of the class, which loads that object.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfObjectAttribute : Attribute
{
    /// <summary>The license that the kernel is told. Helpers marked GPL-only need a GPL-compatible one. Default: <c>GPL</c>.</summary>
    public string License { get; init; } = "GPL";
}
