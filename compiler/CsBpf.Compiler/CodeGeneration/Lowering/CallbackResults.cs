using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Shows the verifier that a callback returns 0 or 1: of a bool from memory it knows only that it is a byte.</summary>
internal static class CallbackResults
{
    public static void Run(Function function)
    {
        if (function.Callback is null)
            return;
        foreach (BasicBlock block in function.Blocks.Where(block => block.Control is { IsConstant: false } && block.Terminator == TerminatorKind.Return))
        {
            Value one = block.Append(function.NewConstant(IrType.I64, 1, block.TerminatorLocation));
            block.Control = block.Append(function.NewValue(Opcode.And, IrType.I64, block.TerminatorLocation, [block.Control!, one]));
        }
    }
}
