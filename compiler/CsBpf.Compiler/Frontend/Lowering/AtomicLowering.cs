using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles <see cref="Interlocked"/> to atomic operations, and <see cref="Volatile"/> to accesses that happen as they are written.
/// </summary>
internal sealed class AtomicLowering
{
    private readonly MethodLowering _method;
    private readonly Dictionary<(string Type, string Name, int Parameters), Func<MemoryPlace, Value[], Value?>> _methods;

    /// <summary>The table of what is compiled.</summary>
    public AtomicLowering(MethodLowering method)
    {
        _method = method;
        _methods = new()
        {
            [(nameof(Interlocked), nameof(Interlocked.Increment), 1)] = (place, _) => Sum(place, Builder.Constant(place.Shape.IrType, 1)),
            [(nameof(Interlocked), nameof(Interlocked.Decrement), 1)] = (place, _) => Sum(place, Builder.Constant(place.Shape.IrType, -1)),
            [(nameof(Interlocked), nameof(Interlocked.Add), 2)] = (place, operands) => Sum(place, operands[0]),
            [(nameof(Interlocked), nameof(Interlocked.And), 2)] = Before(AtomicOperation.And),
            [(nameof(Interlocked), nameof(Interlocked.Or), 2)] = Before(AtomicOperation.Or),
            [(nameof(Interlocked), nameof(Interlocked.Exchange), 2)] = Before(AtomicOperation.Exchange),
            [(nameof(Interlocked), nameof(Interlocked.CompareExchange), 3)] = Before(AtomicOperation.CompareExchange),
            [(nameof(Interlocked), nameof(Interlocked.Read), 1)] = (place, _) => Read(place),
            [(nameof(Interlocked), nameof(Interlocked.MemoryBarrier), 0)] = (_, _) => null,
            [(nameof(Thread), nameof(Thread.MemoryBarrier), 0)] = (_, _) => null,
            [(nameof(Volatile), nameof(Volatile.ReadBarrier), 0)] = (_, _) => null,
            [(nameof(Volatile), nameof(Volatile.WriteBarrier), 0)] = (_, _) => null,
            [(nameof(Volatile), nameof(Volatile.Read), 1)] = (place, _) => Read(place),
            [(nameof(Volatile), nameof(Volatile.Write), 2)] = (place, operands) => Write(place, operands[0]),
        };
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        INamedTypeSymbol type = target.ContainingType;
        if (type.ContainingNamespace.ToDisplayString() != "System.Threading"
            || !_methods.TryGetValue((type.Name, target.Name, target.Parameters.Length), out Func<MemoryPlace, Value[], Value?>? lower))
        {
            return null;
        }

        if (target.Parameters.IsEmpty)
            return Fence();
        TypeShape shape = _method.Context.Shapes[target.Parameters[0].Type];
        bool isThere = type.Name == nameof(Volatile)
            ? shape.Kind is ShapeKind.Integer or ShapeKind.Boolean
            : shape is { Kind: ShapeKind.Integer, Bits: >= 32 };
        if (!isThere)
        {
            string name = $"{type.Name}.{target.Name}";
            return _method.Expressions.Refuse(MachineDiagnostics.AtomicType, operation, name, shape.Type.ToDisplayString());
        }

        Operand[] operands = _method.Calls.LowerArguments(operation.Arguments);
        if (Array.Exists(operands, _method.Expressions.IsDiagnosed))
            return NothingOperand.Instance;
        MemoryPlace place = _method.Operands.Materialize(operands[0], operation);
        place = new MemoryPlace(_method.Operands.ReferenceTo(place, operation), 0, shape);
        Value? result = lower(place, [.. operands.Skip(1).Select(operand => _method.Operands.Read(operand, operation))]);
        return result is null ? NothingOperand.Instance : new ValueOperand(result, shape);
    }

    private NothingOperand Fence()
    {
        Builder.Emit(Opcode.Fence, IrType.Void);
        return NothingOperand.Instance;
    }

    /// <summary>C# gives the sum, the machine what was there before.</summary>
    private Value Sum(MemoryPlace place, Value addend) => Builder.Binary(Opcode.Add, Atomic(AtomicOperation.Add, place, addend), addend);

    private Func<MemoryPlace, Value[], Value> Before(AtomicOperation operation) => (place, operands) => Atomic(operation, place, operands);

    private Value Atomic(AtomicOperation operation, MemoryPlace place, params ReadOnlySpan<Value> operands)
    {
        var access = new AtomicAccess(operation, place.Shape.Access!.Size);
        return Builder.Emit(Opcode.Atomic, place.Shape.IrType, place.Offset, access, [place.Address, .. operands]);
    }

    private Value Read(MemoryPlace place) => Builder.Load(place.Shape.IrType, VolatileAccess(place), place.Address, place.Offset);

    private Value? Write(MemoryPlace place, Value value)
    {
        Builder.Store(VolatileAccess(place), place.Address, place.Offset, value);
        return null;
    }

    private static MemoryAccess VolatileAccess(MemoryPlace place) => place.Shape.Access! with { IsVolatile = true };
}
