using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Refuses writes to constants, which C# allows through a pointer: the kernel lets nobody write there.</summary>
internal static class ConstantMemory
{
    /// <summary>Checks a function.</summary>
    /// <exception cref="CodeGenerationException">A constant is written.</exception>
    public static void Check(Function function)
    {
        foreach (Value value in function.Blocks.SelectMany(block => block.Values))
        {
            if (value.Opcode is Opcode.Store or Opcode.Atomic && AddressRoots.Of(value.Arguments[0]).Exists(IsConstant))
                throw new CodeGenerationException(CodeGenerationError.ConstantWrite, function, "A constant is changed through a pointer.", location: value.Location);
        }
    }

    private static bool IsConstant(Value root) => root is { Opcode: Opcode.GlobalAddress, Global.Section: GlobalSection.ReadOnlyData };
}
