using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Rewriting;

namespace CsBpf.Compiler.Optimization.Slots;

/// <summary>In which array an address stays. Where an array starts is kept apart from other addresses until the slot that it may be in has been split.</summary>
internal static class ArrayExtents
{
    /// <summary>Makes addresses such as any other in a program: what is not split there stays whole. Other functions may be inlined, and split then.</summary>
    public static void ForgetInProgram(Function function)
    {
        if (function.Program is not null)
            Forget(function);
    }

    /// <summary>Makes addresses such as any other: when all slots have been split.</summary>
    public static void Forget(Function function)
    {
        List<Value> addresses = [.. function.Blocks.SelectMany(block => block.Values).Where(value => value.Extent is not null)];
        addresses.ForEach(address => address.Detail = null);
        if (!addresses.Exists(address => address.Arguments[1].IsConstant))
            return;
        Simplification.Run(function);
        ValueNumbering.Run(function);
        DeadCode.Run(function);
    }
}
