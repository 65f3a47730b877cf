using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>The questions whether a call ended by a fault: a fault that is asked for goes on in the function itself, the others leave it.</summary>
internal static class FaultQuestions
{
    /// <summary>The question about a call; null where its fault leaves the function.</summary>
    public static Value? Of(Value call) => call.Block!.Values.Find(value => value.Opcode == Opcode.Faulted && value.Arguments[0] == call);

    /// <summary>The calls in a block that nobody asks for.</summary>
    public static List<Value> Unasked(BasicBlock block) => block.Values.FindAll(value => value.CalledFunction is not null && Of(value) is null);

    /// <summary>Asks about a call. Its block ends there.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">The call.</param>
    /// <param name="fault">Where a fault goes on.</param>
    /// <returns>The rest of the block.</returns>
    public static BasicBlock Ask(Function function, Value call, BasicBlock fault)
    {
        BasicBlock block = call.Block!;
        BasicBlock rest = function.SplitBlock(block, block.Values.IndexOf(call) + 1);
        Value question = block.Append(function.NewValue(Opcode.Faulted, IrType.Bool, call.Location, [call]));
        block.Branch(question, fault, rest, call.Location);
        return rest;
    }
}
