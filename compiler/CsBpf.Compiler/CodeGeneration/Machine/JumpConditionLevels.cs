using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>Which jumps an instruction set has.</summary>
internal static class JumpConditionLevels
{
    /// <summary>Whether the instruction set has the condition: the first one jumps on greater, not on less.</summary>
    public static bool IsIn(this JumpCondition condition, BpfIsa isa) => isa >= BpfIsa.V2 || condition < JumpCondition.Less;
}
