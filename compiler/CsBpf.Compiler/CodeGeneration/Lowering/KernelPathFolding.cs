using CsBpf.Compiler.CodeGeneration.Core;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Makes one path of two: a member of a member is read at once, with one relocation.</summary>
internal static class KernelPathFolding
{
    /// <summary>Folds the paths of a function.</summary>
    public static void Run(Function function, CoreValues core)
    {
        foreach (Value value in function.Blocks.SelectMany(block => block.Values))
        {
            while (value is { Opcode: Opcode.KernelLoad or Opcode.KernelAddress, Arguments: [{ Opcode: Opcode.KernelAddress } inner] }
                && CanFollow(inner.KernelAccess, value.KernelAccess, core))
            {
                value.Detail = Append(inner.KernelAccess, value.KernelAccess);
                value.Arguments[0] = inner.Arguments[0];
            }
        }
    }

    private static bool CanFollow(KernelAccess first, KernelAccess second, CoreValues core) =>
        second.Indices[0] == 0 && core.TypeAt(first) == core.TypeAt(second with { Indices = [0] });

    private static KernelAccess Append(KernelAccess first, KernelAccess second) => second with
    {
        RootType = first.RootType,
        Indices = [.. first.Indices, .. second.Indices.Skip(1)],
        Display = first.Display + second.Display[Math.Max(0, second.Display.IndexOf('.', StringComparison.Ordinal))..],
    };
}
