using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles the values that stand for memory which the kernel lends to the program. Their address is null where there is none, and once it was given
/// back: the verifier, which follows each way, knows on all of them whether that is still to be done.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class ResourceLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The type of the memory.</summary>
    public TypeShape MemoryOf(TypeShape resource) => method.Context.Shapes[resource.Layout!.Fields[0].Shape.Type];

    /// <summary>What a call gives that took memory.</summary>
    public Operand Taken(IOperation operation, TypeShape shape, Value address)
    {
        if (!SectionLowering.IsResource(operation.Syntax))
            return method.Expressions.Refuse(KernelDiagnostics.ResourceWithoutUsing, operation, shape.Type.ToDisplayString(), "taken");
        MemoryPlace resource = method.Variables.NewTemporary("resource", shape);
        method.Operands.WriteMemory(Address(resource), address);
        // What the kernel had there before is nobody's business.
        WhereThere(address, () => method.Operands.Zero(new MemoryPlace(address, 0, MemoryOf(shape))));
        return resource;
    }

    /// <summary>Gives memory back, by a helper that takes its address and more: <c>Dispose</c> where there still is any; for others it must be there.</summary>
    public Operand GivenBack(IMethodSymbol target, IOperation instance, HelperFunction helper, Value[] more)
    {
        MemoryPlace address = Address(method.Expressions.LowerPlace(instance));
        Value memory = method.Operands.ReadMemory(address);
        if (target.Name == nameof(IDisposable.Dispose))
        {
            WhereThere(memory, GiveBack);
            return NothingOperand.Instance;
        }

        Builder.FaultIf(Builder.IsZero(memory));
        GiveBack();
        return NothingOperand.Instance;

        void GiveBack()
        {
            Builder.CallHelper(helper, IrType.Void, [memory, .. more]);
            method.Operands.WriteMemory(address, Builder.Constant(IrType.Pointer, 0));
        }
    }

    /// <summary>Whether there is memory.</summary>
    public Operand IsThere(IPropertyReferenceOperation operation) =>
        new ValueOperand(
            Builder.IsNotZero(method.Operands.ReadMemory(Address(method.Expressions.LowerPlace(operation.Instance!)))), method.Context.Shapes.Boolean);

    private static MemoryPlace Address(MemoryPlace resource) => OperandAccess.Field(resource, resource.Shape.Layout!.Fields[0]);

    private void WhereThere(Value address, Action action)
    {
        BasicBlock there = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(Builder.IsZero(address), next, there);
        Builder.Start(there);
        action();
        Builder.Jump(next);
        Builder.Start(next);
    }
}
