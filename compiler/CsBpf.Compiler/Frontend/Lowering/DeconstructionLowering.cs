using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Takes values apart: tuples into their elements, others by their <c>Deconstruct</c> method.</summary>
/// <param name="method">The method.</param>
internal sealed class DeconstructionLowering(MethodLowering method)
{
    /// <summary>Compiles <c>(x, (y, z)) = w</c>: the targets are found, the values computed, then stored.</summary>
    public Operand Lower(IDeconstructionAssignmentOperation operation)
    {
        var targets = new List<(Operand Place, IOperation Operation)>();
        if (Unwrap(operation.Target) is not ITupleOperation target)
            return Refuse(operation);
        FindTargets(target, targets);
        var values = new List<Operand>();
        DeconstructionInfo info = operation.Syntax is AssignmentExpressionSyntax assignment
            ? method.Context.Compilation.ModelOf(assignment).GetDeconstructionInfo(assignment)
            : default;
        if (!TakeApart(target, operation.Value, info, values) || values.Count != targets.Count)
            return Refuse(operation);
        for (int i = 0; i < values.Count; i++)
        {
            if (targets[i].Place is not Place { Shape: var shape } place)
                continue;
            Operand value = method.Conversions.Convert(values[i], shape, isChecked: false, targets[i].Operation);
            method.Operands.Write(place, value, targets[i].Operation);
        }

        return NothingOperand.Instance;
    }

    /// <summary>The parts of a value, as copies; null where it can't be taken apart.</summary>
    /// <param name="value">The value.</param>
    /// <param name="deconstruct">The method that takes it apart; null for a tuple.</param>
    /// <param name="operation">Where.</param>
    public Operand[]? TakeApart(Operand value, IMethodSymbol? deconstruct, IOperation operation)
    {
        MemoryPlace place = method.Operands.Materialize(value, operation);
        if (deconstruct is null)
        {
            return place.Shape is { Type.IsTupleType: true, Layout: { } layout }
                ? [.. layout.Fields.Select(field => method.Operands.Copy(OperandAccess.Field(place, field), operation))]
                : null;
        }

        if (deconstruct is { IsImplicitlyDeclared: true, ContainingType.IsRecord: true })
            return PropertiesOf(place, deconstruct, operation);
        bool isExtension = deconstruct.IsStatic;
        IParameterSymbol[] parameters = [.. deconstruct.Parameters.Skip(isExtension ? 1 : 0)];
        if (parameters.Any(parameter => parameter.RefKind != RefKind.Out))
            return null;
        Operand[] parts =
            [.. parameters.Select(parameter => method.Variables.NewTemporary(parameter.Name, method.ShapeOf(parameter.Type, operation)))];
        Operand[] arguments = isExtension ? [method.Operands.Copy(value, operation), .. parts] : parts;
        method.Calls.Call(operation, deconstruct, isExtension ? null : place, arguments);
        return parts;
    }

    // What C# writes for a record: each parameter's property is read.
    private Operand[]? PropertiesOf(MemoryPlace place, IMethodSymbol deconstruct, IOperation operation)
    {
        LayoutField?[] fields =
        [
            .. deconstruct.Parameters.Select(parameter => place.Shape.Layout?.Fields.FirstOrDefault(field =>
                field.Symbol?.AssociatedSymbol is IPropertySymbol property && property.Name == parameter.Name)),
        ];
        if (fields.Contains(null))
            return null;
        return [.. fields.Select(field => method.Operands.Copy(OperandAccess.Field(place, field!), operation))];
    }

    private bool TakeApart(ITupleOperation target, IOperation source, DeconstructionInfo info, List<Operand> values)
    {
        while (source is IConversionOperation { OperatorMethod: null, Operand: ITupleOperation or IConversionOperation } conversion)
            source = conversion.Operand;
        if (source is not ITupleOperation tuple)
            return TakeApart(target, method.Expressions.Lower(source), source, info, values);
        if (tuple.Elements.Length != target.Elements.Length)
            return false;
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            if (Unwrap(target.Elements[i]) is not ITupleOperation nested)
                values.Add(method.Operands.Copy(method.Expressions.Lower(tuple.Elements[i]), tuple.Elements[i]));
            else if (!TakeApart(nested, tuple.Elements[i], NestedInfo(info, i), values))
                return false;
        }

        return true;
    }

    private bool TakeApart(ITupleOperation target, Operand value, IOperation source, DeconstructionInfo info, List<Operand> values)
    {
        if (TakeApart(value, info.Method, source) is not { } parts || parts.Length != target.Elements.Length)
            return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (Unwrap(target.Elements[i]) is not ITupleOperation nested)
                values.Add(parts[i]);
            else if (!TakeApart(nested, parts[i], source, NestedInfo(info, i), values))
                return false;
        }

        return true;
    }

    private void FindTargets(ITupleOperation target, List<(Operand Place, IOperation Operation)> targets)
    {
        foreach (IOperation element in target.Elements)
        {
            if (Unwrap(element) is ITupleOperation nested)
                FindTargets(nested, targets);
            else
                targets.Add((method.Expressions.Lower(element), element));
        }
    }

    private Operand Refuse(IDeconstructionAssignmentOperation operation) =>
        method.Context.Sink.HasErrors
            ? NothingOperand.Instance
            : method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This deconstruction");

    private static IOperation Unwrap(IOperation target)
    {
        while (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        return target;
    }

    private static DeconstructionInfo NestedInfo(DeconstructionInfo info, int index) =>
        info.Nested is { IsDefaultOrEmpty: false } nested && index < nested.Length ? nested[index] : default;
}
