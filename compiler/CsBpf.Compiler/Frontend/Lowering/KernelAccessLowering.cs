using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles what reads kernel objects. Embedded members lengthen the path of one access; pointers start the next.</summary>
/// <param name="method">The method.</param>
internal sealed class KernelAccessLowering(MethodLowering method)
{
    private static readonly MemoryAccess PointerAccess = new(MemorySize.DoubleWord);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a property of a kernel class.</summary>
    public Operand LowerMember(IPropertyReferenceOperation operation)
    {
        IPropertySymbol property = operation.Property;
        if (method.TypeOf(operation.Instance) is not INamedTypeSymbol type || operation.Instance is null)
            return method.Expressions.Refuse(KernelDiagnostics.UnboundMember, operation, property.Name);
        if (KernelPath.Resolve(type, property, method.Context.Sink, operation.Syntax.GetLocation()) is not { } steps)
            return NothingOperand.Instance;
        TypeShape shape = method.ShapeOf(operation);
        if (shape.Kind is ShapeKind.Unsupported or ShapeKind.Aggregate)
            return method.Expressions.Refuse(KernelDiagnostics.UnboundMember, operation, property.Name);
        Operand instance = method.Expressions.Lower(operation.Instance);
        if (instance is NothingOperand)
            return instance;
        return Follow(instance, steps, shape, operation);
    }

    /// <summary>Compiles a member of the types that refer to kernel memory.</summary>
    public Operand LowerOperation(KernelOperation kind, IOperation operation, IOperation? instance, ImmutableArray<IOperation> arguments)
    {
        if (instance is null)
            return NothingOperand.Instance;
        Operand target = method.Expressions.Lower(instance);
        switch (kind)
        {
            case KernelOperation.IsNull:
                return new ValueOperand(Builder.IsZero(method.Operands.Read(target, instance)), method.Context.Shapes.Boolean);
            case KernelOperation.Offset when arguments is [var bytes]:
                Value address = method.Operands.Read(target, instance);
                Value distance = method.Expressions.LowerValue(bytes);
                return new ValueOperand(Builder.Emit(Opcode.PointerAdd, IrType.KernelPointer, address, distance), method.ShapeOf(operation));
            case KernelOperation.Element when arguments is [var index]:
                return method.TypeOf(instance).GetKernelReference() == KernelReferenceKind.Pointer
                    ? LowerPointerElement(operation, method.Operands.Read(target, instance), index)
                    : LowerArrayElement(operation, target, index);
            default:
                return NothingOperand.Instance;
        }
    }

    /// <summary>Follows steps from a kernel object, as far as its last member, which is not read yet.</summary>
    public Operand Follow(Operand instance, ImmutableArray<KernelStep> steps, TypeShape shape, IOperation operation)
    {
        // The object itself, under another type.
        if (steps.IsEmpty)
            return new ValueOperand(method.Operands.Read(instance, operation), shape);
        return instance is KernelPlace { Steps: [.., { IsInline: true }] } place
            ? Follow(place.Base, place.Steps.AddRange(steps), shape)
            : Follow(method.Operands.Read(instance, operation), steps, shape);
    }

    /// <summary>Follows steps from the address of a kernel object.</summary>
    public KernelPlace Follow(Value address, ImmutableArray<KernelStep> steps, TypeShape shape)
    {
        var path = ImmutableArray.CreateBuilder<KernelStep>();
        foreach (KernelStep step in steps)
        {
            if (path is [.., { IsInline: false }])
            {
                address = Builder.Emit(Opcode.KernelLoad, IrType.KernelPointer, 0, Access(path.ToImmutable(), PointerAccess), address);
                path.Clear();
            }

            path.Add(step);
        }

        return new KernelPlace(address, path.ToImmutable(), shape);
    }

    /// <summary>Reads a member.</summary>
    public Value Read(KernelPlace place, IOperation operation)
    {
        TypeShape shape = place.Shape;
        if (IsUnnamed(place))
            method.Report(KernelDiagnostics.UnnamedType, operation, shape.Type.ToDisplayString());
        if (shape.Kind == ShapeKind.KernelArray)
        {
            method.Report(KernelDiagnostics.ArrayValue, operation);
            return method.Operands.Missing(IrType.KernelPointer);
        }

        return Load(place);
    }

    /// <summary>Reads a member that has a value.</summary>
    public Value Load(KernelPlace place)
    {
        TypeShape shape = place.Shape;
        if (place.Steps[^1].IsInline || place.Steps[^1].IsEmbeddedText)
            return AddressOf(place);
        KernelAccess access = Access(place.Steps, shape.Access!);
        return shape.Kind == ShapeKind.Boolean
            ? Builder.IsNotZero(Builder.Emit(Opcode.KernelLoad, IrType.I32, 0, access, place.Base))
            : Builder.Emit(Opcode.KernelLoad, shape.IrType, 0, access, place.Base);
    }

    /// <summary>True for an embedded struct that has no name in the kernel: what it holds is found from its parent only.</summary>
    public bool IsUnnamed(Place place) =>
        place is KernelPlace { Steps: [.., { IsInline: true }], Shape.Type: INamedTypeSymbol type } && type.IsKernelClass() && type.GetKernelType().Name.Length == 0;

    private Value AddressOf(KernelPlace place) => Builder.Emit(Opcode.KernelAddress, IrType.KernelPointer, 0, Access(place.Steps, null), place.Base);

    /// <summary>The way of steps that stay in one object, to its last member; what is not read has no memory access.</summary>
    public KernelAccess Access(ImmutableArray<KernelStep> steps, MemoryAccess? memory)
    {
        var indices = ImmutableArray.CreateBuilder<int>();
        indices.Add(0);
        foreach (KernelStep step in steps)
        {
            indices.Add(method.Context.KernelTypes.MemberIndex(step.Type, step.Member));
            if (step.Index is { } index)
                indices.Add(index);
        }

        string display = $"{steps[0].Type.GetKernelType().Name}.{string.Join('.', steps.Select(step => step.Display))}";
        return new KernelAccess(
            method.Context.KernelTypes[steps[0].Type], indices.ToImmutable(), display, memory?.Size, memory?.IsSigned ?? false, steps[^1].Member.GetBitfield() is not null);
    }

    private Operand LowerPointerElement(IOperation operation, Value address, IOperation index)
    {
        TypeShape element = method.ShapeOf(operation);
        if (!element.IsScalar)
            return method.Expressions.Refuse(KernelDiagnostics.ArrayValue, operation);
        return new ValueOperand(Probe(Advance(address, method.Expressions.LowerValue(index), element.Size), element), element);
    }

    private Operand LowerArrayElement(IOperation operation, Operand target, IOperation index)
    {
        TypeShape element = method.ShapeOf(operation);
        if (target is not KernelPlace { Steps: [.., var member] } place || !element.IsScalar)
            return target is NothingOperand ? target : method.Expressions.Refuse(KernelDiagnostics.ArrayValue, operation);
        int length = member.Member.GetArrayLength() ?? 0;
        bool isFlexible = length == 0;
        if (index.ConstantValue is { HasValue: true, Value: int constant })
        {
            return constant < 0 || (!isFlexible && constant >= length)
                ? new ValueOperand(Builder.Constant(element.IrType, 0), element)
                : place with { Steps = place.Steps.SetItem(place.Steps.Length - 1, member with { Index = constant }), Shape = element };
        }

        Value position = method.Expressions.LowerValue(index);
        Value isInside = isFlexible
            ? Builder.Compare(Opcode.LessOrEqualSigned, Builder.Constant(IrType.I32, 0), position)
            : Builder.Compare(Opcode.LessUnsigned, position, length);
        MemoryPlace result = method.Variables.NewTemporary("element", element);
        method.Operands.WriteMemory(result, Builder.Constant(element.IrType, 0));
        BasicBlock inside = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(isInside, inside, next);
        Builder.Start(inside);
        method.Operands.WriteMemory(result, ReadElement(place, member with { Index = 0 }, Builder.Widen(position, isSigned: false), element));
        Builder.Jump(next);
        Builder.Start(next);
        return result;
    }

    private Value ReadElement(KernelPlace array, KernelStep element, Value index, TypeShape shape)
    {
        Value start = AddressOf(array);
        if (!element.IsInline)
            return Probe(Advance(start, index, shape.Size), shape);
        // How large an embedded struct is, the running kernel knows.
        var type = (INamedTypeSymbol)shape.Type;
        var whole = new KernelAccess(method.Context.KernelTypes[type], [0], type.GetKernelType().Name, null, IsSigned: false, IsBitfield: false);
        Value size = Builder.Emit(Opcode.CoreConstant, IrType.I64, 0, new CoreConstant(CoreRelocationKind.TypeSize, whole));
        return Builder.Emit(Opcode.PointerAdd, IrType.KernelPointer, start, Builder.Binary(Opcode.Multiply, index, size));
    }

    private Value Advance(Value address, Value index, int size) =>
        Builder.Emit(Opcode.PointerAdd, IrType.KernelPointer, address, Builder.Binary(Opcode.Multiply, Builder.Widen(index, isSigned: true), size));

    private Value Probe(Value address, TypeShape shape) =>
        shape.Kind == ShapeKind.Boolean
            ? Builder.IsNotZero(Builder.Emit(Opcode.KernelProbe, IrType.I32, 0, shape.Access, address))
            : Builder.Emit(Opcode.KernelProbe, shape.IrType, 0, shape.Access, address);
}
