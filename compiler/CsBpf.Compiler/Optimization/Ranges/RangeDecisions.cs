using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>Removes the questions that can turn out in one way only, by the ranges of the numbers; those of fault checks most of all.</summary>
internal static class RangeDecisions
{
    /// <summary>Decides comparisons of numbers, but for those that tell the verifier what it must know.</summary>
    public static void Run(Function function)
    {
        UnreachableBlocks.Run(function);
        var dominators = new DominatorTree(function);
        var numbers = new VerifierNumbers(function, dominators);
        var ranges = ValueRanges.Find(function, dominators, verifier: null);
        foreach ((Value comparison, bool outcome) in ranges.Decisions)
        {
            if (comparison.Arguments[0].Type is IrType.I32 or IrType.I64 && !numbers.Needs(comparison))
                Answer(comparison, outcome);
        }

        foreach (Value value in ranges.Unsigned)
            value.Become(AsUnsigned(value.Opcode), value.Type, value.Arguments, value.Immediate);
        Dictionary<Value, Value> idle = [];
        foreach (Value extension in ranges.IdleExtensions.Where(extension => !numbers.Contains(extension)))
            idle.Add(extension, idle.GetValueOrDefault(extension.Arguments[0], extension.Arguments[0]));
        function.Replace(idle);
    }

    /// <summary>Decides the comparisons without which the verifier knows as much. By then it is known what it can follow: loops have their budgets.</summary>
    public static void RunForVerifier(Function function, BpfIsa isa)
    {
        UnreachableBlocks.Run(function);
        var dominators = new DominatorTree(function);
        var ranges = ValueRanges.Find(function, dominators, new VerifierView(function, dominators, isa));
        foreach ((Value comparison, bool outcome) in ranges.Decisions)
            Answer(comparison, outcome);
        if (ranges.Decisions.Count > 0)
            ControlFlow.Run(function);
    }

    private static Opcode AsUnsigned(Opcode opcode) => opcode switch
    {
        Opcode.SignExtend => Opcode.ZeroExtend,
        Opcode.DivideSigned => Opcode.DivideUnsigned,
        _ => Opcode.RemainderUnsigned,
    };

    private static void Answer(Value comparison, bool outcome) => comparison.Become(Opcode.Constant, IrType.Bool, [], outcome ? 1 : 0);
}
