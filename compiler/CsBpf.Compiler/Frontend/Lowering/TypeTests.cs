using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Conditions that are decided at compile time: constants, and <c>typeof(T) == typeof(int)</c> of generic code.</summary>
/// <param name="method">The method.</param>
internal sealed class TypeTests(MethodLowering method)
{
    /// <summary>What a condition always is; null where that depends on the run.</summary>
    public bool? Decide(IOperation condition) => condition switch
    {
        _ when ExpressionLowering.IsCapturedTruth(condition) => null,
        { ConstantValue: { HasValue: true, Value: bool constant } } => constant,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } negation => !Decide(negation.Operand),
        IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals,
            LeftOperand: ITypeOfOperation left,
            RightOperand: ITypeOfOperation right,
        } comparison =>
            SymbolEqualityComparer.Default.Equals(method.TypeOf(left.TypeOperand), method.TypeOf(right.TypeOperand))
                == (comparison.OperatorKind == BinaryOperatorKind.Equals),
        _ => null,
    };

    /// <summary>The blocks that a run can come to from one, but for what it does in a <c>finally</c> on the way.</summary>
    public HashSet<BasicBlock> FindReachable(BasicBlock start)
    {
        var reached = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>([start]);
        while (pending.TryPop(out BasicBlock? block))
        {
            if (!block.IsReachable || !reached.Add(block))
                continue;
            bool isConditional = block.ConditionKind != ControlFlowConditionKind.None;
            bool? decided = isConditional && block.BranchValue is { } condition ? Decide(condition) : null;
            bool isConditionalTaken = decided == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
            if (block.ConditionalSuccessor?.Destination is { } conditional && (decided is null || isConditionalTaken))
                pending.Push(conditional);
            if (block.FallThroughSuccessor?.Destination is { } next && (decided is null || !isConditionalTaken))
                pending.Push(next);
        }

        return reached;
    }
}
