using System.Collections.Immutable;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Object;

/// <summary>A section of global variables.</summary>
/// <param name="Section">Which.</param>
/// <param name="Name">The section's name.</param>
/// <param name="Variables">The variables in the order of the module, each with its place in bytes.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Alignment">The alignment in bytes.</param>
internal sealed record DataSection(
    GlobalSection Section, string Name, ImmutableArray<(GlobalVariable Variable, int Offset)> Variables, int Size, int Alignment)
{
    private static readonly (GlobalSection Section, string Name)[] Names =
    [
        (GlobalSection.ReadOnlyData, ".rodata"), (GlobalSection.Data, ".data"), (GlobalSection.ZeroedData, ".bss"),
    ];

    /// <summary>Sorts variables into their sections; sections without any are left out.</summary>
    public static ImmutableArray<DataSection> Arrange(IReadOnlyList<GlobalVariable> globals) =>
    [
        .. Names.Select(section => Arrange(section.Section, section.Name, globals.Where(global => global.Section == section.Section)))
            .Where(section => section.Size > 0),
        .. globals.Where(global => global.Section == GlobalSection.Kernel).Select(global => Arrange(global.Section, $".data.{global.Name}", [global])),
    ];

    /// <summary>The contents.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        foreach ((GlobalVariable variable, int offset) in Variables)
            variable.Initial.CopyTo(bytes, offset);
        return bytes;
    }

    private static DataSection Arrange(GlobalSection section, string name, IEnumerable<GlobalVariable> globals)
    {
        var placed = ImmutableArray.CreateBuilder<(GlobalVariable, int)>();
        int size = 0;
        int alignment = 1;
        foreach (GlobalVariable variable in globals)
        {
            size = (size + variable.Alignment - 1) / variable.Alignment * variable.Alignment;
            placed.Add((variable, size));
            size += variable.Initial.Length;
            alignment = Math.Max(alignment, variable.Alignment);
        }

        return new(section, name, placed.ToImmutable(), size, alignment);
    }
}
