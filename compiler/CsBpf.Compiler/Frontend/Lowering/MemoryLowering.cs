using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles what looks at bytes as something else: <see cref="BinaryPrimitives"/>, <see cref="MemoryMarshal"/>, <see cref="Unsafe"/>, as far as
/// the bounds of the memory are known.
/// </summary>
internal sealed class MemoryLowering
{
    private const string Primitives = "System.Buffers.Binary.BinaryPrimitives";
    private const string Marshal = "System.Runtime.InteropServices.MemoryMarshal";
    private const string Unchecked = "System.Runtime.CompilerServices.Unsafe";
    private const string Converter = "System.BitConverter";
    private const string BigEndian = nameof(BigEndian);

    // What to write in the place of what has no bounds.
    private static readonly Dictionary<string, string> Instead = new()
    {
        [nameof(Unsafe.ReadUnaligned)] = "MemoryMarshal.Read<T>(span)",
        [nameof(Unsafe.WriteUnaligned)] = "MemoryMarshal.Write(span, value)",
        [nameof(Unsafe.CopyBlock)] = "source.CopyTo(target) with spans",
        [nameof(Unsafe.CopyBlockUnaligned)] = "source.CopyTo(target) with spans",
        [nameof(Unsafe.InitBlock)] = "span.Fill(value)",
        [nameof(Unsafe.InitBlockUnaligned)] = "span.Fill(value)",
        [nameof(MemoryMarshal.GetReference)] = "ref span[0]",
        [nameof(MemoryMarshal.CreateSpan)] = "new Span<T>(ref value)",
        [nameof(MemoryMarshal.CreateReadOnlySpan)] = "new ReadOnlySpan<T>(in value)",
        [nameof(MemoryMarshal.Cast)] = "MemoryMarshal.Read<T>(span[start..])",
    };

    private readonly MethodLowering _method;
    private readonly Dictionary<(string Type, string Name), Func<IInvocationOperation, Operand?>> _methods;

    /// <summary>The table of what is compiled.</summary>
    public MemoryLowering(MethodLowering method)
    {
        _method = method;
        _methods = new()
        {
            [(Marshal, nameof(MemoryMarshal.Read))] = call => Read(call, TypeArgument(call, 0), isSwapped: false),
            [(Marshal, nameof(MemoryMarshal.TryRead))] = call => TryRead(call, TypeArgument(call, 0), isSwapped: false),
            [(Marshal, nameof(MemoryMarshal.Write))] = call => Write(call, TypeArgument(call, 0), isSwapped: false),
            [(Marshal, nameof(MemoryMarshal.TryWrite))] = call => TryWrite(call, TypeArgument(call, 0), isSwapped: false),
            [(Marshal, nameof(MemoryMarshal.AsRef))] = call => Bytes(Arguments(call)[0], TypeArgument(call, 0)),
            [(Marshal, nameof(MemoryMarshal.AsBytes))] = Cast,
            [(Marshal, nameof(MemoryMarshal.Cast))] = Cast,
            [(Unchecked, nameof(Unsafe.SizeOf))] = SizeOf,
            [(Unchecked, nameof(Unsafe.As))] = call => Reinterpret(call, isCopied: false),
            [(Unchecked, nameof(Unsafe.BitCast))] = call => Reinterpret(call, isCopied: true),
            [(Unchecked, nameof(Unsafe.AsRef))] = call => Arguments(call)[0] as MemoryPlace,
        };
        foreach (string type in (string[])["Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "IntPtr", "UIntPtr"])
        {
            _methods[(Converter, $"To{type}")] = call => Read(call, call.TargetMethod.ReturnType, isSwapped: false);
            foreach (string order in (string[])["LittleEndian", BigEndian])
            {
                bool isSwapped = order == BigEndian;
                _methods[(Primitives, $"Read{type}{order}")] = call => Read(call, call.TargetMethod.ReturnType, isSwapped);
                _methods[(Primitives, $"TryRead{type}{order}")] = call => TryRead(call, call.TargetMethod.Parameters[1].Type, isSwapped);
                _methods[(Primitives, $"Write{type}{order}")] = call => Write(call, call.TargetMethod.Parameters[1].Type, isSwapped);
                _methods[(Primitives, $"TryWrite{type}{order}")] = call => TryWrite(call, call.TargetMethod.Parameters[1].Type, isSwapped);
            }
        }
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        string type = target.ContainingType.ToDisplayString();
        if (type is not (Primitives or Marshal or Unchecked or Converter))
            return null;
        if (_methods.TryGetValue((type, target.Name), out Func<IInvocationOperation, Operand?>? lower) && lower(operation) is { } result)
            return result;
        if (type is Primitives or Converter || _method.Context.Sink.HasErrors)
            return type is Primitives or Converter ? null : NothingOperand.Instance;
        string instead = Instead.GetValueOrDefault(target.Name, "a span and an index");
        return _method.Expressions.Refuse(LanguageDiagnostics.UncheckedMemory, operation, $"{target.ContainingType.Name}.{target.Name}", instead);
    }

    private Operand? Read(IInvocationOperation call, ITypeSymbol type, bool isSwapped) =>
        Bytes(Arguments(call)[0], type) is { } place ? Load(place, isSwapped, call) : null;

    private Operand? Write(IInvocationOperation call, ITypeSymbol type, bool isSwapped)
    {
        Operand[] arguments = Arguments(call);
        if (Bytes(arguments[0], type) is not { } place)
            return null;
        Store(place, arguments[1], isSwapped, call);
        return NothingOperand.Instance;
    }

    private Operand? TryRead(IInvocationOperation call, ITypeSymbol type, bool isSwapped)
    {
        Operand[] arguments = Arguments(call);
        TypeShape shape = _method.Context.Shapes[type];
        if (!IsBytes(arguments[0]) || !IsValue(shape))
            return null;
        MemoryPlace result = _method.Structs.Default(shape);
        Operand fits = WhereItFits(arguments[0], shape, () =>
            _method.Operands.Write(result, Load(Bytes(arguments[0], type)!, isSwapped, call), call));
        _method.Operands.Write(arguments[1], result, call);
        return fits;
    }

    private Operand? TryWrite(IInvocationOperation call, ITypeSymbol type, bool isSwapped)
    {
        Operand[] arguments = Arguments(call);
        TypeShape shape = _method.Context.Shapes[type];
        return IsBytes(arguments[0]) && IsValue(shape)
            ? WhereItFits(arguments[0], shape, () => Store(Bytes(arguments[0], type)!, arguments[1], isSwapped, call))
            : null;
    }

    private ValueOperand WhereItFits(Operand span, TypeShape shape, Action move)
    {
        Value length = _method.SpanAccess.Load((MemoryPlace)span).Length;
        Value fits = Builder.Compare(Opcode.LessOrEqualUnsigned, Builder.Constant(IrType.I64, shape.Size), length);
        BasicBlock taken = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(fits, taken, next);
        Builder.Start(taken);
        move();
        Builder.Jump(next);
        Builder.Start(next);
        return new ValueOperand(fits, _method.Context.Shapes.Boolean);
    }

    private Operand Load(MemoryPlace place, bool isSwapped, IOperation operation) => isSwapped
        ? new ValueOperand(_method.Framework.ReverseBytes(_method.Operands.ReadMemory(place), place.Shape), place.Shape)
        : _method.Operands.Copy(place, operation);

    private void Store(MemoryPlace place, Operand value, bool isSwapped, IOperation operation)
    {
        if (isSwapped)
            _method.Operands.WriteMemory(place, _method.Framework.ReverseBytes(_method.Operands.Read(value, operation), place.Shape));
        else
            _method.Operands.Write(place, value, operation);
    }

    /// <summary>The first bytes of a span as a value of a type; null where they can't be.</summary>
    private MemoryPlace? Bytes(Operand span, ITypeSymbol type)
    {
        TypeShape shape = _method.Context.Shapes[type];
        return IsBytes(span) && IsValue(shape) ? _method.SpanAccess.First(_method.SpanAccess.Load((MemoryPlace)span), shape) : null;
    }

    private static bool IsBytes(Operand operand) => operand is MemoryPlace { Shape.SpanElement: { Size: 1 } };

    private static bool IsValue(TypeShape shape) => shape.Kind is ShapeKind.Integer or ShapeKind.Boolean || shape is { IsAggregate: true, SpanElement: null };

    // To elements of the same size, or smaller ones that the others are a multiple of: then each of them is inside of the memory, too.
    private MemoryPlace? Cast(IInvocationOperation call)
    {
        if (Arguments(call)[0] is not MemoryPlace { Shape.SpanElement: { } from } place
            || _method.ShapeOf(call) is not { SpanElement: { } to } target
            || !IsValue(from) || !IsValue(to) || from.Size % to.Size != 0 || from.Alignment < to.Alignment)
            return null;
        long factor = from.Size / to.Size;
        SpanValue span = _method.SpanAccess.Load(place);
        return _method.SpanAccess.Store(new SpanValue(span.Memory, Scale(span.Start), Scale(span.Length), Scale(span.Limit)), target);

        Value Scale(Value count) => factor == 1 ? count : Builder.Binary(Opcode.Multiply, count, factor);
    }

    private ValueOperand? SizeOf(IInvocationOperation call) => _method.ShapeOf(TypeArgument(call, 0), call) is { Size: > 0 } shape
        ? new ValueOperand(Builder.Constant(IrType.I32, shape.Size), _method.Context.Shapes.Int32)
        : null;

    private Operand? Reinterpret(IInvocationOperation call, bool isCopied)
    {
        if (call.TargetMethod.TypeArguments.Length != 2)
            return null;
        TypeShape from = _method.Context.Shapes[TypeArgument(call, 0)];
        TypeShape to = _method.Context.Shapes[TypeArgument(call, 1)];
        bool fits = isCopied ? from.Size == to.Size : from.Size >= to.Size;
        if (!IsValue(from) || !IsValue(to) || !fits)
            return null;
        MemoryPlace place = _method.Operands.Materialize(Arguments(call)[0], call);
        place = place with { Shape = to, Alignment = place.Alignment };
        return isCopied ? _method.Operands.Copy(place, call) : place;
    }

    private ITypeSymbol TypeArgument(IInvocationOperation call, int index) =>
        _method.Context.TypeArguments.Substitute(call.TargetMethod.TypeArguments[index]);

    private Operand[] Arguments(IInvocationOperation call) => _method.Calls.LowerArguments(call.Arguments);
}
