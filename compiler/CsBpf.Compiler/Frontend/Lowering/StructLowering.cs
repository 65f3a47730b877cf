using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles what makes structs and tuples.</summary>
/// <param name="method">The method.</param>
internal sealed class StructLowering(MethodLowering method)
{
    /// <summary>A struct of zeroes, padding included.</summary>
    public MemoryPlace Default(TypeShape shape)
    {
        MemoryPlace place = method.Variables.NewTemporary("default", shape);
        method.Operands.Zero(place);
        return place;
    }

    /// <summary>Compiles <c>default</c>.</summary>
    public Operand LowerDefault(IDefaultValueOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        return shape.IsScalar ? new ValueOperand(method.Builder.Constant(shape.IrType, 0), shape)
            : shape.IsAggregate ? Default(shape)
            : NothingOperand.Instance;
    }

    /// <summary>Compiles <c>new</c>; the graph has made assignments of an initializer.</summary>
    public Operand LowerCreation(IObjectCreationOperation operation)
    {
        if (operation.Type is null or { IsReferenceType: true })
            return RefuseObject(operation);
        TypeShape shape = method.ShapeOf(operation);
        if (shape.Kind == ShapeKind.FormatText && operation.Arguments.Length > 2)
            return method.Expressions.Refuse(FormatDiagnostics.Elsewhere, operation, shape.Type.ToDisplayString());
        if (shape.Kind == ShapeKind.FormatText)
            return new FormatOperand(new FormatText());
        if (shape.IsScalar)
            return new ValueOperand(method.Builder.Constant(shape.IrType, 0), shape);
        if (!shape.IsAggregate)
            return NothingOperand.Instance;
        if (shape.SpanElement is not null)
            return method.Spans.LowerCreation(operation, shape);
        if (operation.Constructor is { } known && IndexLowering.IsMember(known))
            return method.Indexes.LowerCreation(operation, shape);
        if (Utf8Lowering.IsHandler(operation.Type))
            return method.Utf8.LowerCreation(operation, shape);
        if (operation.Type.IsTupleType && operation.Arguments.Length == shape.Layout?.Fields.Length)
            return LowerTuple(shape, [.. operation.Arguments.Select(argument => argument.Value)]);
        MemoryPlace place = Default(shape);
        if (NullableLowering.IsNullable(shape) && operation.Arguments is [{ Value: var value }])
            return method.Nullables.Convert(method.Expressions.Lower(value), method.ShapeOf(value), shape, isChecked: false, operation);
        if (operation.Constructor is { } constructor && !(constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty))
            method.Calls.Call(operation, constructor, place, method.Calls.LowerArguments(operation.Arguments));
        return place;
    }

    /// <summary>Compiles <c>new T()</c>.</summary>
    public Operand LowerCreation(ITypeParameterObjectCreationOperation operation)
    {
        TypeShape shape = method.ShapeOf(operation);
        if (shape.IsScalar && shape.Type.IsValueType)
            return new ValueOperand(method.Builder.Constant(shape.IrType, 0), shape);
        if (!shape.IsAggregate)
            return shape.Kind == ShapeKind.Unsupported
                ? NothingOperand.Instance
                : method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, operation, shape.Type.ToDisplayString(), Alternatives.OfAllocation(shape.Type));
        MemoryPlace place = Default(shape);
        IMethodSymbol? constructor = ((INamedTypeSymbol)shape.Type).InstanceConstructors
            .FirstOrDefault(candidate => candidate is { IsImplicitlyDeclared: false, Parameters.IsEmpty: true });
        if (constructor is not null)
            method.Calls.Call(operation, constructor, place, []);
        return place;
    }

    /// <summary>Compiles <c>(x, y)</c>.</summary>
    public Operand LowerTuple(ITupleOperation operation) => LowerTuple(method.ShapeOf(operation), operation.Elements);

    private Operand LowerTuple(TypeShape shape, ImmutableArray<IOperation> elements)
    {
        if (shape.Layout is not { } layout || layout.Fields.Length != elements.Length)
            return NothingOperand.Instance;
        MemoryPlace place = Default(shape);
        for (int i = 0; i < layout.Fields.Length; i++)
        {
            Operand element = method.Expressions.Lower(elements[i]);
            MemoryPlace field = OperandAccess.Field(place, layout.Fields[i]);
            method.Operands.Write(field, method.Conversions.Convert(element, field.Shape, isChecked: false, elements[i]), elements[i]);
        }

        return place;
    }

    /// <summary>The elements of a tuple, as copies.</summary>
    public Operand[] LowerElements(IOperation tuple)
    {
        MemoryPlace place = method.Expressions.LowerPlace(tuple);
        return place.Shape.Layout is not { } layout
            ? []
            : [.. layout.Fields.Select(field => method.Operands.Copy(OperandAccess.Field(place, field), tuple))];
    }

    /// <summary>A tuple with elements of other types.</summary>
    public Operand ConvertTuple(MemoryPlace source, TypeShape target, bool isChecked, IOperation operation)
    {
        if (source.Shape.Layout is not { } from || target.Layout is not { } to || from.Fields.Length != to.Fields.Length)
            return NothingOperand.Instance;
        MemoryPlace place = Default(target);
        for (int i = 0; i < to.Fields.Length; i++)
        {
            MemoryPlace field = OperandAccess.Field(place, to.Fields[i]);
            method.Operands.Write(field, method.Conversions.Convert(OperandAccess.Field(source, from.Fields[i]), field.Shape, isChecked, operation), operation);
        }

        return place;
    }

    /// <summary>Runs the initializers of fields that C# puts before the body of a constructor.</summary>
    public void InitializeFields(MethodBody body)
    {
        if (body.Syntax is ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword })
            return;
        foreach (IParameterSymbol parameter in method.Method.Parameters)
        {
            if (method.Members.FindCaptured(parameter) is { } captured)
                method.Members.WriteParameter(captured, parameter);
        }

        foreach (ISymbol member in method.Method.ContainingType.GetMembers().Where(member => !member.IsStatic && member is IFieldSymbol or IPropertySymbol))
        {
            EqualsValueClauseSyntax? initializer = member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
            {
                VariableDeclaratorSyntax field => field.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (initializer is null)
                continue;
            ControlFlowGraph? graph = method.Context.Compilation.ModelOf(initializer).GetOperation(initializer) switch
            {
                IFieldInitializerOperation operation => ControlFlowGraph.Create(operation),
                IPropertyInitializerOperation operation => ControlFlowGraph.Create(operation),
                _ => null,
            };
            if (graph is not null)
                method.LowerInitializer(graph);
        }
    }

    private Operand RefuseObject(IObjectCreationOperation operation)
    {
        string? name = operation.Type?.ToDisplayString();
        if (operation.Type.IsKernelClass())
            return method.Expressions.Refuse(KernelDiagnostics.Creation, operation, name);
        return operation.Type.GetMapType() is not null
            ? method.Expressions.Refuse(MapDiagnostics.LocalMap, operation, name)
            : method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, operation, name, Alternatives.OfAllocation(operation.Type));
    }
}
