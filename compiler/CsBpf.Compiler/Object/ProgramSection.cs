using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Object;

/// <summary>A section of code: the programs that name it, or all functions that programs call.</summary>
/// <param name="Name">The section's name.</param>
/// <param name="Functions">The functions in the order of the module, each with its place in slots.</param>
internal sealed record ProgramSection(string Name, ImmutableArray<(FunctionCode Code, int Start)> Functions)
{
    /// <summary>Where functions are that are no programs.</summary>
    public const string TextName = ".text";

    /// <summary>The size in bytes.</summary>
    public int Size => Functions.Sum(function => function.Code.Slots) * BpfInstruction.SlotSize;

    /// <summary>Sorts functions into their sections, those of <c>.text</c> first.</summary>
    public static ImmutableArray<ProgramSection> Arrange(ImmutableArray<FunctionCode> code) =>
    [
        .. code.GroupBy(function => function.Function.Program?.Section ?? TextName).OrderBy(group => group.Key != TextName).Select(Arrange),
    ];

    /// <summary>The place of each instruction of a function, in slots from its start.</summary>
    public static int[] SlotsOf(FunctionCode code)
    {
        int[] slots = new int[code.Instructions.Length];
        for (int i = 1; i < slots.Length; i++)
            slots[i] = slots[i - 1] + code.Instructions[i - 1].Slots;
        return slots;
    }

    private static ProgramSection Arrange(IGrouping<string, FunctionCode> functions)
    {
        var placed = ImmutableArray.CreateBuilder<(FunctionCode, int)>();
        int start = 0;
        foreach (FunctionCode code in functions)
        {
            placed.Add((code, start));
            start += code.Slots;
        }

        return new(functions.Key, placed.ToImmutable());
    }
}
