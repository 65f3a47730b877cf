using CsBpf.Compiler.Ir;

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
            if (IsWrite(value.Opcode) && value.Arguments.Count > 0 && MayBeConstant(value.Arguments[0], []))
                throw new CodeGenerationException(CodeGenerationError.ConstantWrite, function, "A constant is changed through a pointer.", location: value.Location);
        }
    }

    private static bool IsWrite(Opcode opcode) => opcode is Opcode.Store or Opcode.Atomic;

    private static bool MayBeConstant(Value address, HashSet<Value> visited) => visited.Add(address) && address.Opcode switch
    {
        Opcode.GlobalAddress => address.Global.Section == GlobalSection.ReadOnlyData,
        Opcode.PointerAdd => MayBeConstant(address.Arguments[0], visited),
        Opcode.Phi => address.Arguments.Any(argument => MayBeConstant(argument, visited)),
        Opcode.Select => address.Arguments.Skip(1).Any(argument => MayBeConstant(argument, visited)),
        _ => false,
    };
}
