using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the equality that records have, tuples, and <c>EqualityComparer&lt;T&gt;.Default</c>: each value as its own type has it.</summary>
/// <param name="method">The method.</param>
internal sealed class EqualityLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>True for the operators and the method of a record that C# writes.</summary>
    public static bool IsOfRecord(IMethodSymbol member) => member is { ContainingType: { IsRecord: true, IsValueType: true }, IsImplicitlyDeclared: true }
        && (member.Name is WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName || IsEquals(member, member.ContainingType));

    /// <summary>Compiles the whole member of a record.</summary>
    public void Lower(IMethodSymbol member)
    {
        TypeShape record = method.Context.Shapes[member.ContainingType];
        MemoryPlace left = member.IsStatic ? method.Variables.Find(member.Parameters[0])! : method.Variables.Receiver(record)!;
        MemoryPlace right = method.Variables.Find(member.Parameters[^1])!;
        Location location = member.Locations[0];
        Value result = member.IsStatic ? AreEqual(left, right, location) : AreFieldsEqual(left, right, location);
        Builder.Return(member.Name == WellKnownMemberNames.InequalityOperatorName ? Builder.IsZero(result) : result);
    }

    /// <summary>Whether two values are the same, as <c>EqualityComparer&lt;T&gt;.Default</c> says it.</summary>
    public Value AreEqual(MemoryPlace left, MemoryPlace right, Location location)
    {
        TypeShape shape = left.Shape;
        if (shape.Kind is ShapeKind.Integer or ShapeKind.Boolean)
            return Builder.Compare(Opcode.Equal, method.Operands.ReadMemory(left), method.Operands.ReadMemory(right));
        if (shape.Type is not INamedTypeSymbol type || shape.Layout is null || shape.Elements is not null || type.IsRefLikeType)
            return Refuse(location, shape);
        if (NullableLowering.IsNullable(shape))
            return AreNullablesEqual(left, right, location);
        IMethodSymbol? own = FindOwn(type);
        if (own is { IsImplicitlyDeclared: false, DeclaringSyntaxReferences.IsEmpty: false } && !type.IsTupleType)
            return Call(own, left, right, location);
        // Where a struct has no equality of its own, the CLR compares its fields.
        return own is not null || type.IsTupleType || !IsOverridden(type) ? AreFieldsEqual(left, right, location) : Refuse(location, shape);
    }

    private Value AreFieldsEqual(MemoryPlace left, MemoryPlace right, Location location)
    {
        Value result = Builder.Constant(true);
        foreach (LayoutField field in left.Shape.Layout!.Fields)
            result = Builder.Binary(Opcode.And, result, AreEqual(OperandAccess.Field(left, field), OperandAccess.Field(right, field), location));
        return result;
    }

    // Without a value both hold zeroes, or what is left of one: that doesn't count.
    private Value AreNullablesEqual(MemoryPlace left, MemoryPlace right, Location location)
    {
        Value hasLeft = method.Nullables.HasValue(left);
        Value areBoth = Builder.Compare(Opcode.Equal, hasLeft, method.Nullables.HasValue(right));
        Value areEqual = AreEqual(NullableLowering.ValueOf(left), NullableLowering.ValueOf(right), location);
        return Builder.Binary(Opcode.And, areBoth, Builder.Binary(Opcode.Or, Builder.IsZero(hasLeft), areEqual));
    }

    private Value Call(IMethodSymbol equals, MemoryPlace left, MemoryPlace right, Location location)
    {
        MethodInstance callee = MethodInstance.Of(equals, method.Context.TypeArguments);
        if (left.IsUnaligned || method.Context.Functions.Call(method.Instance, callee, location) is not { } function)
            return Refuse(location, left.Shape);
        MemoryPlace copy = method.Variables.NewTemporary("other", right.Shape);
        method.Operands.CopyMemory(copy, right);
        return Builder.Call(function.Function, [method.Operands.AddressOf(left), method.Operands.AddressOf(copy)]);
    }

    private Value Refuse(Location location, TypeShape shape)
    {
        method.Context.Sink.Report(LanguageDiagnostics.UnsupportedOperation, location, $"The equality of '{shape.Type.ToDisplayString()}'");
        return Builder.Constant(false);
    }

    // The CLR asks a struct by IEquatable<T> only; a method of that name alone is not asked.
    private IMethodSymbol? FindOwn(INamedTypeSymbol type) => ComparisonLowering.FindImplementation(type, typeof(IEquatable<>), nameof(Equals), method.Context.Compilation);

    private static bool IsOverridden(INamedTypeSymbol type) => type.GetMembers(nameof(Equals)).Any(member => member is IMethodSymbol { IsOverride: true });

    private static bool IsEquals(IMethodSymbol method, INamedTypeSymbol type) =>
        method is { IsStatic: false, Name: nameof(Equals), Parameters: [{ RefKind: RefKind.None, Type: var other }] }
        && SymbolEqualityComparer.Default.Equals(other, type);
}
