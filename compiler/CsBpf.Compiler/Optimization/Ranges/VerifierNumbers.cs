using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>The numbers of which the verifier must know the limits: those that addresses and arguments are made of, and those that end loops.</summary>
internal sealed class VerifierNumbers
{
    private readonly HashSet<Value> _numbers = [];
    private readonly Stack<Value> _work = [];
    private readonly ExactNumbers _exact;

    public VerifierNumbers(Function function, DominatorTree dominators)
    {
        var loops = new Loops(function, dominators);
        HashSet<BasicBlock> headers = [.. loops.All.Select(loop => loop.Header)];
        _exact = new ExactNumbers(function, phi => phi.Opcode == Opcode.Phi && headers.Contains(phi.Block!));
        foreach (Value value in function.Blocks.SelectMany(block => block.Values))
        {
            if (value.Opcode == Opcode.PointerAdd)
                _work.Push(value.Arguments[1]);
            else if (value.Opcode is Opcode.CallHelper or Opcode.CallKfunc or Opcode.Call)
                value.Arguments.ForEach(_work.Push);
        }

        foreach (Loop loop in loops.All)
        {
            foreach (BasicBlock block in loop.Blocks.Where(block => block.Control is not null && block.Successors.Exists(next => IsWayOut(loop, next))))
                _work.Push(block.Control!);
        }

        while (_work.TryPop(out Value? value))
        {
            if (!value.Opcode.Info().ReadsMemory && !value.Opcode.Info().HasEffect && _numbers.Add(value))
                value.Arguments.ForEach(_work.Push);
        }
    }

    /// <summary>Whether a value is one of them.</summary>
    public bool Contains(Value value) => _numbers.Contains(value);

    /// <summary>
    /// Whether a comparison may tell the verifier what it must know: the limit of such a number. Of numbers it learns nothing by a comparison with
    /// what it does not know exactly; of one constant or another it knows which, on each way that it follows.
    /// </summary>
    public bool Needs(Value comparison) => comparison.Arguments.Exists(_exact.Contains) && comparison.Arguments.Exists(_numbers.Contains);

    private static bool IsWayOut(Loop loop, BasicBlock next) => !loop.Blocks.Contains(next) && next.Terminator != TerminatorKind.Fault;
}
