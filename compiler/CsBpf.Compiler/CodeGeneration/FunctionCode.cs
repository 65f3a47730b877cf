using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>The code of a function.</summary>
/// <param name="Function">The function.</param>
/// <param name="Instructions">The instructions.</param>
/// <param name="Locations">The C# that each instruction comes from.</param>
/// <param name="Symbols">What relocations fill in, in the order of the instructions.</param>
/// <param name="CoreRelocations">What the loader fits to the running kernel, in the order of the instructions.</param>
/// <param name="StackSize">The bytes of stack.</param>
public sealed record FunctionCode(
    Function Function,
    ImmutableArray<BpfInstruction> Instructions,
    ImmutableArray<SourceLocation> Locations,
    ImmutableArray<SymbolUse> Symbols,
    ImmutableArray<CoreUse> CoreRelocations,
    int StackSize)
{
    /// <summary>The size of the code, in slots.</summary>
    public int Slots => Instructions.Sum(instruction => instruction.Slots);
}

/// <summary>An instruction that refers to a symbol.</summary>
/// <param name="Instruction">The index of the instruction.</param>
/// <param name="Symbol">A <see cref="MapDefinition"/>, <see cref="GlobalVariable"/>, <see cref="Function"/> or <see cref="KernelFunction"/>.</param>
public readonly record struct SymbolUse(int Instruction, object Symbol);

/// <summary>An instruction that the loader fits to the running kernel.</summary>
/// <param name="Instruction">The index of the instruction.</param>
/// <param name="Constant">What is asked, about which member or type.</param>
public readonly record struct CoreUse(int Instruction, CoreConstant Constant);
