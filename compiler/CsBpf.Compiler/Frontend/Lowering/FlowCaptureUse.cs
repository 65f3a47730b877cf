using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>How a temporary of the control flow graph is used; the graph itself does not say whether it stands for a value or a variable.</summary>
internal sealed class FlowCaptureUse
{
    private bool _isReference;
    private bool _isUsedAsPlace;
    private bool _isCopied;
    private int _references;
    private int _compared;

    /// <summary>The number of places that define it: two and more for the branches of a conditional expression.</summary>
    public int Definitions { get; private set; }

    /// <summary>
    /// True where it stands for a variable: it is one of several that a condition decides between by <see langword="ref"/>, or it is
    /// assigned, passed by reference, or a method is called on it. What a condition decides between otherwise are values, and so is
    /// the operand of <c>with</c>: what is changed is a copy.
    /// </summary>
    public bool IsPlace => !_isCopied && (_isReference || (Definitions == 1 && _isUsedAsPlace));

    /// <summary>True where it is the target of an assignment that also reads it.</summary>
    public bool IsCompoundTarget { get; private set; }

    /// <summary>The span that is made of it; null where none is.</summary>
    public ITypeSymbol? SpanType { get; private set; }

    /// <summary>True where it stands in a tuple that is compared, and nowhere else.</summary>
    public bool IsCompared => _compared > 0 && _compared == _references;

    /// <summary>The uses of all temporaries of a graph.</summary>
    /// <param name="graph">The graph; null for none.</param>
    /// <param name="returnsByRef">True where the method returns a reference.</param>
    public static Dictionary<CaptureId, FlowCaptureUse> Find(ControlFlowGraph? graph, bool returnsByRef)
    {
        var uses = new Dictionary<CaptureId, FlowCaptureUse>();
        if (graph is null)
            return uses;
        foreach (Microsoft.CodeAnalysis.FlowAnalysis.BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
                Visit(operation, isReference: false);
            if (block.BranchValue is { } value)
                Visit(value, block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return && returnsByRef);
        }

        return uses;

        void Visit(IOperation root, bool isReference)
        {
            var pending = new Stack<IOperation>([root]);
            if (isReference && root is IFlowCaptureReferenceOperation returned)
                Use(returned.Id)._isUsedAsPlace = true;
            while (pending.TryPop(out IOperation? operation))
            {
                if (operation is IFlowCaptureOperation definition)
                    Use(definition.Id).Define(definition);
                else if (operation is IFlowCaptureReferenceOperation reference)
                    Use(reference.Id).Add(reference);
                foreach (IOperation child in operation.ChildOperations)
                    pending.Push(child);
            }
        }

        FlowCaptureUse Use(CaptureId id)
        {
            if (!uses.TryGetValue(id, out FlowCaptureUse? use))
                uses.Add(id, use = new FlowCaptureUse());
            return use;
        }
    }

    private void Define(IFlowCaptureOperation definition)
    {
        Definitions++;
        SyntaxNode? parent = definition.Value.Syntax.Parent;
        while (parent is ParenthesizedExpressionSyntax)
            parent = parent.Parent;
        _isReference |= parent is RefExpressionSyntax { Parent: ConditionalExpressionSyntax };
    }

    private void Add(IFlowCaptureReferenceOperation reference)
    {
        _references++;
        if (IsInComparedTuple(reference))
            _compared++;
        bool isCompound = reference.Parent switch
        {
            ICompoundAssignmentOperation assignment => assignment.Target == reference,
            IIncrementOrDecrementOperation => true,
            _ => false,
        };
        IsCompoundTarget |= isCompound;
        if (reference.Parent is IConversionOperation { Type: { } target } && SpanShapes.IsSpan(target))
            SpanType = target;
        _isCopied |= reference.Parent is IMemberReferenceOperation { Syntax.Parent: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } }
            && initializer.IsKind(SyntaxKind.WithInitializerExpression);
        _isUsedAsPlace |= isCompound || reference.Parent switch
        {
            ISimpleAssignmentOperation assignment => assignment.Target == reference || assignment.IsRef,
            IConversionOperation conversion =>
                SpanShapes.IsSpan(conversion.Type) && reference.Type is { IsValueType: true } && !SpanShapes.IsSpan(reference.Type),
            IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
            IAddressOfOperation => true,
            IInlineArrayAccessOperation access => access.Instance == reference,
            IInvocationOperation invocation => invocation.Instance == reference && MayBeStruct(reference.Type),
            IPropertyReferenceOperation property => property.Instance == reference && MayBeStruct(reference.Type),
            IDeconstructionAssignmentOperation assignment => assignment.Target == reference,
            ITupleOperation tuple => IsDeconstructionTarget(tuple),
            _ => false,
        };
    }

    private static bool MayBeStruct(ITypeSymbol? type) => type is { IsValueType: true } or { TypeKind: TypeKind.TypeParameter };

    private static bool IsInComparedTuple(IOperation operation)
    {
        while (operation.Parent is ITupleOperation or IConversionOperation { IsImplicit: true, OperatorMethod: null, Type.IsTupleType: true })
            operation = operation.Parent;
        return operation.Parent is ITupleBinaryOperation;
    }

    private static bool IsDeconstructionTarget(IOperation operation)
    {
        while (operation.Parent is ITupleOperation or IDeclarationExpressionOperation)
            operation = operation.Parent;
        return operation.Parent is IDeconstructionAssignmentOperation assignment && assignment.Target == operation;
    }
}
