using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// The temporaries of the control flow graph. Most hold a value; some stand for a variable (the target of an assignment whose right side
/// branches), and some for what exists when compiling only (a map, a text that is being put together).
/// </summary>
/// <param name="method">The method.</param>
/// <param name="graph">Its control flow; null for none.</param>
internal sealed class FlowCaptureTable(MethodLowering method, ControlFlowGraph? graph)
{
    private readonly Dictionary<CaptureId, FlowCaptureUse> _uses = FlowCaptureUse.Find(graph, method.Method.ReturnsByRef || method.Method.ReturnsByRefReadonly);
    private readonly Dictionary<CaptureId, Capture> _captures = [];
    private readonly HashSet<CaptureId> _readOnly = [];
    private readonly Dictionary<CaptureId, ISymbol> _variables = [];

    /// <summary>Captures what an operation is.</summary>
    public void Define(IFlowCaptureOperation operation)
    {
        FlowCaptureUse use = _uses.GetValueOrDefault(operation.Id) ?? new FlowCaptureUse();
        if (use is { IsCompared: true, Definitions: 1 })
        {
            _captures[operation.Id] = new Capture { Compared = new TupleEquality(method).Evaluate(operation.Value) };
            return;
        }

        Operand operand = method.Expressions.Lower(operation.Value);
        if (AssignmentLowering.VariableOf(operation.Value) is { } variable)
            _variables[operation.Id] = variable;
        if (use.IsPlace && method.Calls.IsReadOnly(operation.Value))
            _readOnly.Add(operation.Id);
        if (use.IsPlace && operand is Place place)
            DefinePlace(operation, use, place);
        else
            DefineValue(operation, use, operand);
    }

    /// <summary>What was captured.</summary>
    public Operand Find(IFlowCaptureReferenceOperation operation)
    {
        if (operation.IsInitialization)
            DefineVariable(operation);
        switch (_captures.GetValueOrDefault(operation.Id))
        {
            case { AddressSlot: { } slot } capture:
                Value address = method.Builder.Load(IrType.Pointer, VariableTable.AddressAccess, method.Builder.AddressOf(slot), 0);
                return new MemoryPlace(address, 0, capture.Shape!) { IsConstant = capture.IsConstant };
            case { ValueSlot: { } slot } capture:
                return ValuePlace(slot, capture.Shape!);
            case { Operand: { } operand }:
                return operand;
            default:
                return NothingOperand.Instance;
        }
    }

    /// <summary>What it holds of a tuple that is compared, its conversions still to come; null where it is anything else.</summary>
    public ComparedElement? FindCompared(IFlowCaptureReferenceOperation operation) => _captures.GetValueOrDefault(operation.Id)?.Compared;

    /// <summary>The by-ref variable that it stands for, which is to refer to something else.</summary>
    public ISymbol? FindVariable(IFlowCaptureReferenceOperation operation) => _variables.GetValueOrDefault(operation.Id);

    /// <summary>True where it stands for a variable that C# does not let a method change.</summary>
    public bool IsReadOnly(IFlowCaptureReferenceOperation operation) => _readOnly.Contains(operation.Id);

    /// <summary>What the target of a compound assignment held before its right side was computed; null where that makes no difference.</summary>
    public Operand? FindPriorValue(IOperation target) =>
        target is IFlowCaptureReferenceOperation reference ? _captures.GetValueOrDefault(reference.Id)?.PriorValue : null;

    // What a call gives by 'out' before anything else has defined it; it has no type but that of the parameter.
    private void DefineVariable(IFlowCaptureReferenceOperation operation)
    {
        if (operation.Parent is IArgumentOperation { Parameter: { } parameter } && method.ShapeOf(parameter.Type, operation) is { IsScalar: true } shape)
            _captures[operation.Id] = new Capture { ValueSlot = method.Builder.Function.NewSlot("capture", shape.Size, shape.Alignment), Shape = shape };
    }

    private void DefinePlace(IFlowCaptureOperation operation, FlowCaptureUse use, Place place)
    {
        Operand? prior = use.IsCompoundTarget ? method.Operands.Copy(place, operation.Value) : null;
        if (use.Definitions == 1)
        {
            _captures[operation.Id] = new Capture { Operand = place, PriorValue = prior };
            return;
        }

        if (place is not MemoryPlace memory || prior is not null)
        {
            method.Report(LanguageDiagnostics.EvaluationOrder, operation);
            return;
        }

        Capture capture = _captures.TryGetValue(operation.Id, out Capture? known)
            ? known
            : new Capture { AddressSlot = method.Builder.Function.NewSlot("address", sizeof(long), sizeof(long)), Shape = memory.Shape };
        _captures[operation.Id] = capture with { IsConstant = capture.IsConstant || memory.IsConstant };
        method.Builder.Store(VariableTable.AddressAccess, method.Builder.AddressOf(capture.AddressSlot!), 0, method.Operands.ReferenceTo(memory, operation));
    }

    private void DefineValue(IFlowCaptureOperation operation, FlowCaptureUse use, Operand operand)
    {
        // One of several texts that become a span is its span.
        if (use is { Definitions: > 1, SpanType: { } span } && operation.Value.Type is { SpecialType: SpecialType.System_String })
            operand = SpanOf(operand, method.ShapeOf(span, operation), operation.Value);
        // Any other is an address, which goes into output; anything else that would be done with it is diagnosed there.
        if (use.Definitions > 1 && operation.Value.Type is { SpecialType: SpecialType.System_String } text && IsShort(operand)
            && method.Conversions.TextAddress(operand) is { } address)
            operand = new ValueOperand(address, TypeShapes.Text(text));
        TypeShape? shape = operand switch
        {
            // Of null as an object of a class that programs don't have, it is said where it is used.
            ValueOperand value => value.Shape.Kind == ShapeKind.Unsupported && use.Definitions == 1 ? null : value.Shape,
            Place { Shape: { IsScalar: true } or { IsAggregate: true } } place when !method.Kernel.IsUnnamed(place) => place.Shape,
            _ => null,
        };
        if (shape is null)
        {
            // A thing of the compiler, not of the program: it can't be one or the other, depending on a condition.
            if (use.Definitions == 1 || operand is NothingOperand)
                _captures[operation.Id] = new Capture { Operand = operand };
            else
                method.Operands.Materialize(operand, operation.Value);
            return;
        }

        if (!_captures.TryGetValue(operation.Id, out Capture? capture) || capture.ValueSlot is null)
        {
            capture = new Capture { ValueSlot = method.Builder.Function.NewSlot("capture", Math.Max(shape.Size, 1), shape.Alignment), Shape = shape };
            _captures[operation.Id] = capture;
        }

        method.Operands.Write(ValuePlace(capture.ValueSlot!, capture.Shape!), operand, operation.Value);
    }

    private Operand SpanOf(Operand text, TypeShape span, IOperation operation) => text switch
    {
        TextOperand { Text: var characters } when span.SpanElement is not null => method.Spans.OfCharacters(characters, span),
        _ when operation.ConstantValue is { HasValue: true, Value: null } && span.SpanElement is not null => method.Structs.Default(span),
        _ => method.Expressions.IsDiagnosed(text) ? text : method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation),
    };

    // The kernel's text ends at its first zero, and a longer one does not fit where it is copied.
    private bool IsShort(Operand operand) => operand is not TextOperand { Text: var text } || (!text.Contains('\0', StringComparison.Ordinal)
        && Encoding.UTF8.GetByteCount(text) <= LibrarySources.LongestKernelText(method.Context.Compilation));

    private MemoryPlace ValuePlace(StackSlot slot, TypeShape shape) => new(method.Builder.AddressOf(slot), 0, shape) { IsTemporary = true };

    private sealed record Capture
    {
        public Operand? Operand { get; init; }

        public StackSlot? ValueSlot { get; init; }

        public StackSlot? AddressSlot { get; init; }

        public TypeShape? Shape { get; init; }

        public bool IsConstant { get; init; }

        public Operand? PriorValue { get; init; }

        public ComparedElement? Compared { get; init; }
    }
}
