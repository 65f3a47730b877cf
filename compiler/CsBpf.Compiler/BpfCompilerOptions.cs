using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler;

/// <summary>What the compiler is asked for.</summary>
public sealed record BpfCompilerOptions
{
    /// <summary>The instructions that may be used. Default: v3 (32-bit arithmetic and jumps; Linux 5.1).</summary>
    public BpfIsa Isa { get; init; } = BpfIsa.V3;

    /// <summary>The oldest kernel that the object is meant for. Default: 6.1.</summary>
    public Version TargetKernel { get; init; } = new(6, 1);

    /// <summary>True to have the text of the optimized SSA form in <see cref="CompiledObject.Ir"/>. Default: false.</summary>
    public bool KeepIr { get; init; }

    /// <summary>Called with each function after each pass, with the pass's name: for <c>--print-after</c>. Default: nobody is.</summary>
    public Action<string, Function>? AfterPass { get; init; }
}
