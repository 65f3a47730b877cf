using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles <c>Equals</c> and <c>CompareTo</c> of what has no source: numbers, bools, enums and tuples, and what <c>EqualityComparer&lt;T&gt;.Default</c>,
/// <c>Comparer&lt;T&gt;.Default</c> and <see cref="Nullable"/> answer for any type.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class ComparisonLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The comparer that a property stands for; null for other properties.</summary>
    public static ComparerOperand? FindComparer(IPropertySymbol property) =>
        property is { IsStatic: true, Name: nameof(Comparer<>.Default), ContainingType: { } type } && IsComparer(type)
            ? new ComparerOperand(type.Name == nameof(Comparer<>))
            : null;

    /// <summary>True for the classes of comparers: each has one object that programs know.</summary>
    public static bool IsComparer(ITypeSymbol type) => type is INamedTypeSymbol { Name: nameof(Comparer<>) or nameof(EqualityComparer<>), Arity: 1 }
        && type.ContainingNamespace.ToDisplayString() == "System.Collections.Generic";

    /// <summary>Compiles a call; null where it compares nothing.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        bool isOrder = target.Name is nameof(IComparable<>.CompareTo) or nameof(Comparer<>.Compare);
        if (!isOrder && target.Name != nameof(Equals))
            return null;
        if (IsComparer(target.ContainingType) && operation.Instance is { } comparer && target.Parameters.Length == 2)
            return method.Expressions.Lower(comparer) is ComparerOperand ? CompareArguments(operation, isOrder) : null;
        if (target is { IsStatic: true, Parameters.Length: 2, ContainingType: { Name: nameof(Nullable), Arity: 0, ContainingNamespace.Name: nameof(System) } })
            return CompareArguments(operation, isOrder);
        if (target is not { IsStatic: false, Parameters.Length: 1 } || operation.Instance is not { } instance)
            return null;
        instance = Unboxed(instance);
        IOperation other = Unboxed(operation.Arguments[0].Value);
        if (method.TypeOf(instance) is not { IsValueType: true } type || method.TypeOf(other) is not { } otherType || !HasNoSource(type))
            return null;
        TypeShape shape = method.Context.Shapes[type];
        TypeShape given = method.Context.Shapes[otherType];
        if (!IsSame(shape, given) && !(NullableLowering.IsNullable(shape) && IsSame(NullableLowering.ValueShape(shape), given)))
            return null;
        // What it is called on is a variable, which is read when the argument has been computed.
        MemoryPlace left = method.Expressions.LowerPlace(instance);
        if (method.Calls.IsReadOnly(instance) || instance.Type is not { IsValueType: true })
            left = Copy(left, instance);
        Operand right = method.Conversions.Convert(method.Expressions.Lower(other), shape, isChecked: false, other);
        return Compare(left, Copy(right, other), isOrder, operation);
    }

    /// <summary>The method by which a struct implements the one method of a generic interface for itself; null where it has none.</summary>
    public static IMethodSymbol? FindImplementation(INamedTypeSymbol type, Type @interface, string name, Compilation compilation)
    {
        INamedTypeSymbol? definition = compilation.GetTypeByMetadataName(@interface.FullName!);
        INamedTypeSymbol? own = type.AllInterfaces.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition)
            && SymbolEqualityComparer.Default.Equals(candidate.TypeArguments[0], type));
        return own is null ? null : type.FindImplementationForInterfaceMember(own.GetMembers(name)[0]) as IMethodSymbol;
    }

    private Operand CompareArguments(IInvocationOperation operation, bool isOrder)
    {
        Operand[] operands = method.Calls.LowerArguments(operation.Arguments);
        if (Array.Exists(operands, method.Expressions.IsDiagnosed))
            return NothingOperand.Instance;
        return Compare(method.Operands.Materialize(operands[0], operation), method.Operands.Materialize(operands[1], operation), isOrder, operation);
    }

    private ValueOperand Compare(MemoryPlace left, MemoryPlace right, bool isOrder, IOperation operation) => isOrder
        ? new(Order(left, right, operation), method.Context.Shapes.Int32)
        : new(method.Equality.AreEqual(left, right, operation.Syntax.GetLocation()), method.Context.Shapes.Boolean);

    // As Comparer<T>.Default has it.
    private Value Order(MemoryPlace left, MemoryPlace right, IOperation operation)
    {
        TypeShape shape = left.Shape;
        if (shape.Kind is ShapeKind.Integer or ShapeKind.Boolean)
            return method.Arithmetic.CompareTo(method.Operands.ReadMemory(left), method.Operands.ReadMemory(right), shape);
        if (NullableLowering.IsNullable(shape))
            return OrderNullables(left, right, operation);
        if (shape.Type.IsTupleType)
            return OrderFields(left, right, shape.Layout!.Fields, operation);
        if (shape.Type is INamedTypeSymbol type
            && FindImplementation(type, typeof(IComparable<>), nameof(IComparable<>.CompareTo), method.Context.Compilation) is { } own)
            return method.Operands.Read(method.Calls.Call(operation, own, left, [Copy(right, operation)]), operation);
        method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"The order of '{shape.Type.ToDisplayString()}', which is no IComparable of itself,");
        return Builder.Constant(IrType.I32, 0);
    }

    // The first elements that are not the same decide.
    private Value OrderFields(MemoryPlace left, MemoryPlace right, ImmutableArray<LayoutField> fields, IOperation operation)
    {
        MemoryPlace result = method.Structs.Default(method.Context.Shapes.Int32);
        BasicBlock next = Builder.NewBlock();
        foreach (LayoutField field in fields)
        {
            Value order = Order(OperandAccess.Field(left, field), OperandAccess.Field(right, field), operation);
            method.Operands.WriteMemory(result, order);
            BasicBlock same = Builder.NewBlock();
            Builder.Branch(Builder.IsZero(order), same, next);
            Builder.Start(same);
        }

        Builder.Jump(next);
        Builder.Start(next);
        return method.Operands.ReadMemory(result);
    }

    // null comes before all values.
    private Value OrderNullables(MemoryPlace left, MemoryPlace right, IOperation operation)
    {
        MemoryPlace result = method.Structs.Default(method.Context.Shapes.Int32);
        Value hasLeft = method.Nullables.HasValue(left);
        Value hasRight = method.Nullables.HasValue(right);
        method.Operands.WriteMemory(result, method.Arithmetic.CompareTo(hasLeft, hasRight, method.Context.Shapes.Boolean));
        Builder.WhenTrue(
            Builder.Binary(Opcode.And, hasLeft, hasRight),
            () => method.Operands.WriteMemory(result, Order(NullableLowering.ValueOf(left), NullableLowering.ValueOf(right), operation)));
        return method.Operands.ReadMemory(result);
    }

    private bool HasNoSource(ITypeSymbol type) =>
        type.IsTupleType || NullableLowering.IsNullable(method.Context.Shapes[type]) || method.Context.Shapes[type].Kind is ShapeKind.Integer or ShapeKind.Boolean;

    // The names of a tuple's elements are no matter.
    private static bool IsSame(TypeShape x, TypeShape y) => SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

    private MemoryPlace Copy(Operand operand, IOperation operation) =>
        method.Operands.Materialize(method.Operands.Copy(operand, operation), operation);

    private static IOperation Unboxed(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, Type.IsReferenceType: true } conversion)
            operation = conversion.Operand;
        return operation;
    }
}
