using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Reads and writes operands, whatever they are.</summary>
/// <param name="method">The method.</param>
internal sealed class OperandAccess(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>The value of a scalar. Where the operand has none, this is said at the operation, and 0 is taken.</summary>
    public Value Read(Operand operand, IOperation operation)
    {
        switch (operand)
        {
            case ValueOperand { Value: var value }:
                return value;
            case MemoryPlace { Shape.IsScalar: true } place:
                return ReadMemory(place);
            case KernelPlace place:
                return method.Kernel.Read(place, operation);
            case AccessorPlace place:
                return Read(place.Read(), operation);
            default:
                ReportNoValue(operand, operation);
                return Missing(operation.Type is { } type && method.Context.Shapes[type] is { IsScalar: true } shape ? shape.IrType : IrType.I32);
        }
    }

    /// <summary>The memory that holds an operand: its own where it has some, a copy where not.</summary>
    public MemoryPlace Materialize(Operand operand, IOperation operation)
    {
        switch (operand)
        {
            case MemoryPlace place:
                return place;
            case AccessorPlace place:
                return Materialize(place.Read(), operation);
            case ValueOperand { Value: var value, Shape: var shape }:
                MemoryPlace temporary = method.Variables.NewTemporary("value", shape);
                WriteMemory(temporary, value);
                return temporary;
            case KernelPlace { Shape: { IsScalar: true } shape } place:
                return Materialize(new ValueOperand(method.Kernel.Read(place, operation), shape), operation);
            default:
                ReportNoValue(operand, operation);
                return method.Variables.NewTemporary("missing", operation.Type is { } type ? method.Context.Shapes[type] : method.Context.Shapes.Int32);
        }
    }

    /// <summary>The address of memory.</summary>
    public Value AddressOf(MemoryPlace place) => Builder.Offset(place.Address, place.Offset);

    /// <summary>The address of memory that others read and write by its type alone.</summary>
    public Value ReferenceTo(MemoryPlace place, IOperation operation)
    {
        if (place is { IsUnaligned: true, Pointer: { } pointer })
            return method.PointerAccess.AlignedAddress(pointer, place.Offset, place.Shape);
        if (place.IsUnaligned)
            method.Report(TypeDiagnostics.UnalignedReference, operation, place.Shape.Type.ToDisplayString());
        return AddressOf(place);
    }

    /// <summary>The address of memory that others may write.</summary>
    public Value WritableReferenceTo(MemoryPlace place, IOperation operation)
    {
        if (place.IsConstant)
            method.Report(TypeDiagnostics.ConstantTable, operation, place.Shape.Type.ToDisplayString());
        return ReferenceTo(place, operation);
    }

    /// <summary>A copy that nothing else changes.</summary>
    public Operand Copy(Operand operand, IOperation operation)
    {
        switch (operand)
        {
            case Place { Shape.IsScalar: true } place:
                return new ValueOperand(Read(place, operation), place.Shape);
            case Place { Shape.IsAggregate: true } place:
                MemoryPlace copy = method.Variables.NewTemporary("copy", place.Shape);
                MemoryPlace source = Materialize(place, operation);
                if (MayMove(source, operation))
                    CopyMemory(copy, source);
                return copy;
            default:
                return operand;
        }
    }

    /// <summary>Writes what an operand holds to a place.</summary>
    public void Write(Operand target, Operand value, IOperation operation)
    {
        switch (target)
        {
            case MemoryPlace { IsConstant: true } place:
                method.Report(TypeDiagnostics.ConstantTable, operation, place.Shape.Type.ToDisplayString());
                break;
            case MemoryPlace { Shape.IsScalar: true } place:
                WriteMemory(place, Read(value, operation));
                break;
            case MemoryPlace { Shape.IsAggregate: true } place:
                MemoryPlace given = Materialize(value, operation);
                if ((place.Shape.Type.IsKernelResource() || MayMove(place, operation)) && MayMove(given, operation))
                    CopyMemory(place, ApartFrom(place, given));
                break;
            case AccessorPlace place:
                place.Write(value);
                break;
            case KernelPlace place:
                method.Report(KernelDiagnostics.Write, operation, place.Steps[^1].Member.Name);
                break;
            case DiscardPlace:
                if (value is Place { Shape.IsScalar: true } read)
                    Read(read, operation);
                break;
            default:
                ReportNoValue(target, operation);
                break;
        }
    }

    /// <summary>Whether a place may be read or written as a whole: what the kernel looks after there may not. Where not, this is said at the operation.</summary>
    public bool MayMove(MemoryPlace place, IOperation operation)
    {
        if (!place.IsTemporary && place.Shape.Type.IsKernelResource())
            method.Report(KernelDiagnostics.ResourceWithoutUsing, operation, place.Shape.Type.ToDisplayString(), "copied");
        if (place.IsTemporary || !place.Shape.HoldsKernelField)
            return true;
        method.Report(MapDiagnostics.KernelField, operation, place.Shape.Type.ToDisplayString(), "copied");
        return false;
    }

    /// <summary>Loads a scalar.</summary>
    public Value ReadMemory(MemoryPlace place) => Builder.Load(place.Shape.IrType, AccessTo(place), place.Address, place.Offset);

    /// <summary>Stores a scalar.</summary>
    public void WriteMemory(MemoryPlace place, Value value)
    {
        if (place.Shape.IsScalar)
            Builder.Store(AccessTo(place), place.Address, place.Offset, value);
    }

    /// <summary>Zeroes memory.</summary>
    public void Zero(MemoryPlace place)
    {
        if (place.Shape.Size == 0)
            return;
        Builder.Zero(AddressOf(place), place.Shape.Size, Math.Min(place.Alignment, place.Shape.Alignment));
        LeaveMemoryOpen(place);
    }

    // Which memory an empty span shows nothing of is nobody's question.
    private void LeaveMemoryOpen(MemoryPlace place)
    {
        foreach (LayoutField field in place.Shape.Layout?.Fields ?? [])
        {
            MemoryPlace part = Field(place, field);
            if (place.Shape.SpanElement is null || field.Name == SpanFields.Span)
                LeaveMemoryOpen(part);
            else if (field.Name is SpanFields.Memory or SpanFields.Limit)
                WriteMemory(part, Builder.Emit(Opcode.Undefined, part.Shape.IrType));
        }
    }

    /// <summary>Copies a struct.</summary>
    public void CopyMemory(MemoryPlace target, MemoryPlace source)
    {
        if (target.Shape.IsAggregate && source.Shape.IsAggregate && target != source)
        {
            int alignment = Math.Min(target.Shape.Alignment, Math.Min(target.Alignment, source.Alignment));
            Builder.Copy(AddressOf(target), AddressOf(source), Math.Min(target.Shape.Size, source.Shape.Size), alignment);
        }
    }

    /// <summary>What is copied to a place: a copy of it, where writing the one may change the other before it is read.</summary>
    public MemoryPlace ApartFrom(MemoryPlace target, MemoryPlace source)
    {
        if (!MayOverlap(target) || !MayOverlap(source))
            return source;
        MemoryPlace copy = method.Variables.NewTemporary("copy", source.Shape);
        CopyMemory(copy, source);
        return copy;
    }

    // Others may have a part of the bytes behind pointers, in fields that share bytes, and behind references to what is found there.
    private bool MayOverlap(MemoryPlace place) =>
        place.Pointer is not null
        || place.SharesBytes
        || (place.Address.Opcode is not (Opcode.SlotAddress or Opcode.GlobalAddress) && method.Context.Shapes.SharedBytes.Contains(place.Shape.Type));

    /// <summary>A part of memory.</summary>
    public static MemoryPlace Field(MemoryPlace place, LayoutField field) => place with
    {
        Offset = place.Offset + field.Offset,
        Shape = field.Shape,
        SharesBytes = place.SharesBytes || place.Shape.Layout is { HasOverlap: true },
        Alignment = field.Offset == 0 ? place.Alignment : Math.Min(place.Alignment, field.Offset & -field.Offset),
    };

    /// <summary>The value in the place of one that was diagnosed.</summary>
    public Value Missing(IrType type) => Builder.Constant(type == IrType.Void ? IrType.I32 : type, 0);

    private static MemoryAccess AccessTo(MemoryPlace place) => place.IsUnaligned
        ? place.Shape.Access! with { Alignment = place.Alignment switch { 1 => MemorySize.Byte, 2 => MemorySize.Half, _ => MemorySize.Word } }
        : place.Shape.Access!;

    private void ReportNoValue(Operand operand, IOperation operation)
    {
        DiagnosticDescriptor? descriptor = operand switch
        {
            MapOperand => MapDiagnostics.MapValue,
            DelegateOperand => LanguageDiagnostics.Delegate,
            FormatOperand => FormatDiagnostics.NotInPlace,
            Place { Shape.Kind: ShapeKind.KernelArray } => KernelDiagnostics.ArrayValue,
            TextOperand => TypeDiagnostics.RuntimeString,
            _ => null,
        };
        // What is nothing has been diagnosed where it became nothing; the rest has no better word than that it can't be here.
        if (operand is ObjectOperand)
            method.Report(TypeDiagnostics.HeapType, operation, method.Context.Object.Symbol.ToDisplayString(), Alternatives.OfType(method.Context.Object.Symbol));
        else if (descriptor is not null)
            method.Report(descriptor, operation);
        else if (!method.Context.Sink.HasErrors)
            method.Report(LanguageDiagnostics.UnsupportedOperation, operation, $"This use of {operation.Kind}");
    }

    /// <summary>The shape of a value or place; null for what is neither.</summary>
    public static TypeShape? ShapeOf(Operand operand) => operand switch
    {
        ValueOperand value => value.Shape,
        Place place => place.Shape,
        _ => null,
    };
}
