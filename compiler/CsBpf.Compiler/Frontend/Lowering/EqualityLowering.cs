using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles the equality that C# writes for records: that of all fields, each as its own type has it.</summary>
/// <param name="method">The operator, or the method <c>Equals</c>.</param>
internal sealed class EqualityLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>True for the operators and the method of a record that C# writes.</summary>
    public static bool IsOfRecord(IMethodSymbol member) => member is { ContainingType: { IsRecord: true, IsValueType: true }, IsImplicitlyDeclared: true }
        && (member.Name is WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName || IsEquals(member, member.ContainingType));

    /// <summary>Compiles the whole member.</summary>
    public void Lower(IMethodSymbol member)
    {
        TypeShape record = method.Context.Shapes[member.ContainingType];
        MemoryPlace left = member.IsStatic ? method.Variables.Find(member.Parameters[0])! : method.Variables.Receiver(record)!;
        MemoryPlace right = method.Variables.Find(member.Parameters[^1])!;
        Value result = member.IsStatic ? AreEqual(left, right, member) : AreFieldsEqual(left, right, member);
        Builder.Return(member.Name == WellKnownMemberNames.InequalityOperatorName ? Builder.IsZero(result) : result);
    }

    private Value AreEqual(MemoryPlace left, MemoryPlace right, IMethodSymbol member)
    {
        TypeShape shape = left.Shape;
        if (shape.Kind is ShapeKind.Integer or ShapeKind.Boolean)
            return Builder.Compare(Opcode.Equal, method.Operands.ReadMemory(left), method.Operands.ReadMemory(right));
        if (shape.Type is not INamedTypeSymbol type || shape.Layout is null || shape.Elements is not null)
            return Refuse(member, shape);
        if (NullableLowering.IsNullable(shape))
            return AreNullablesEqual(left, right, member);
        IMethodSymbol? own = type.GetMembers(nameof(Equals)).OfType<IMethodSymbol>().FirstOrDefault(candidate => IsEquals(candidate, type));
        if (own is { IsImplicitlyDeclared: false } && !type.IsTupleType)
            return Call(own, left, right, member);
        // Where a struct has no equality of its own, the CLR compares its fields.
        return own is not null || type.IsTupleType || !IsOverridden(type) ? AreFieldsEqual(left, right, member) : Refuse(member, shape);
    }

    private Value AreFieldsEqual(MemoryPlace left, MemoryPlace right, IMethodSymbol member)
    {
        Value result = Builder.Constant(true);
        foreach (LayoutField field in left.Shape.Layout!.Fields)
            result = Builder.Binary(Opcode.And, result, AreEqual(OperandAccess.Field(left, field), OperandAccess.Field(right, field), member));
        return result;
    }

    // Without a value both hold zeroes, or what is left of one: that doesn't count.
    private Value AreNullablesEqual(MemoryPlace left, MemoryPlace right, IMethodSymbol member)
    {
        Value hasLeft = method.Nullables.HasValue(left);
        Value areBoth = Builder.Compare(Opcode.Equal, hasLeft, method.Nullables.HasValue(right));
        Value areEqual = AreEqual(NullableLowering.ValueOf(left), NullableLowering.ValueOf(right), member);
        return Builder.Binary(Opcode.And, areBoth, Builder.Binary(Opcode.Or, Builder.IsZero(hasLeft), areEqual));
    }

    private Value Call(IMethodSymbol equals, MemoryPlace left, MemoryPlace right, IMethodSymbol member)
    {
        MethodInstance callee = MethodInstance.Of(equals, method.Context.TypeArguments);
        if (left.IsUnaligned || method.Context.Functions.Call(method.Instance, callee, member.Locations[0]) is not { } function)
            return Refuse(member, left.Shape);
        MemoryPlace copy = method.Variables.NewTemporary("other", right.Shape);
        method.Operands.CopyMemory(copy, right);
        return Builder.Call(function.Function, [method.Operands.AddressOf(left), method.Operands.AddressOf(copy)]);
    }

    private Value Refuse(IMethodSymbol member, TypeShape shape)
    {
        method.Context.Sink.Report(
            LanguageDiagnostics.UnsupportedOperation, member.Locations[0], $"The equality of '{shape.Type.ToDisplayString()}' in '{member.ContainingType.Name}'");
        return Builder.Constant(false);
    }

    private static bool IsOverridden(INamedTypeSymbol type) => type.GetMembers(nameof(Equals)).Any(member => member is IMethodSymbol { IsOverride: true });

    private static bool IsEquals(IMethodSymbol method, INamedTypeSymbol type) =>
        method is { IsStatic: false, Name: nameof(Equals), Parameters: [{ RefKind: RefKind.None, Type: var other }] }
        && SymbolEqualityComparer.Default.Equals(other, type);
}
