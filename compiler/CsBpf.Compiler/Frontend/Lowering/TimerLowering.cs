using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles operations on timers.</summary>
/// <param name="method">The method.</param>
internal sealed class TimerLowering(MethodLowering method)
{
    private const string Since = "5.15";
    private const int MonotonicClock = 1;

    private static readonly HelperBinding Initialize = new(HelperNumbers.TimerInit, "bpf_timer_init", Since, IsPure: false);
    private static readonly HelperBinding SetCallback = new(HelperNumbers.TimerSetCallback, "bpf_timer_set_callback", Since, IsPure: false);
    private static readonly HelperBinding Start = new(HelperNumbers.TimerStart, "bpf_timer_start", Since, IsPure: false);
    private static readonly HelperBinding Cancel = new(HelperNumbers.TimerCancel, "bpf_timer_cancel", Since, IsPure: false);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a method of a timer.</summary>
    public Operand LowerCall(IInvocationOperation operation, TimerOperation kind)
    {
        if (operation.Instance is null)
            return NothingOperand.Instance;
        Value timer = method.Operands.ReferenceTo(method.Calls.LowerReceiver(operation.Instance, operation.TargetMethod), operation);
        Operand[] arguments = method.Calls.LowerArguments(operation.Arguments);
        switch (kind)
        {
            case TimerOperation.Start when arguments is [var map, var nanoseconds, var callback]:
                return LowerStart(operation, timer, map, nanoseconds, callback);
            case TimerOperation.Restart when arguments is [var nanoseconds]:
                return Boolean(Builder.IsZero(CallStart(operation, timer, nanoseconds)));
            case TimerOperation.Cancel:
                // An error, of a timer that was never started, is a negative number.
                return Boolean(Builder.Compare(Opcode.LessSigned, Builder.Constant(IrType.I32, 0), Builder.Narrow(Call(operation, Cancel, timer))));
            default:
                return NothingOperand.Instance;
        }
    }

    private Operand LowerStart(IInvocationOperation operation, Value timer, Operand map, Operand nanoseconds, Operand callback)
    {
        ITypeSymbol type = operation.TargetMethod.Parameters[^1].Type;
        if (map is not MapOperand { Map: var definition, Found: null })
            return method.Expressions.IsDiagnosed(map) ? map : method.Expressions.Refuse(MapDiagnostics.MapValue, operation);
        if (type.GetCallback() is not { } binding || method.Callbacks.Lower(callback, type, binding, operation).ToList() is not [var function])
            return NothingOperand.Instance;
        // It is only done once: what the kernel says of a timer that has been made before is said by the calls that follow, if it matters.
        Value address = Builder.Emit(Opcode.MapAddress, IrType.Pointer, 0, definition);
        Call(operation, Initialize, timer, address, Builder.Constant(IrType.I64, MonotonicClock));
        Value set = Call(operation, SetCallback, timer, function);
        Value started = CallStart(operation, timer, nanoseconds);
        return Boolean(Builder.IsZero(Builder.Binary(Opcode.Or, set, started)));
    }

    private Value CallStart(IInvocationOperation operation, Value timer, Operand nanoseconds) =>
        Call(operation, Start, timer, Nanoseconds(nanoseconds, operation), Builder.Constant(IrType.I64, 0));

    // A span of time counts ticks, which are more than one nanosecond each.
    private Value Nanoseconds(Operand time, IOperation operation)
    {
        if (time is not MemoryPlace place || !TimeSpanShape.IsTimeSpan(place.Shape.Type))
            return method.Operands.Read(time, operation);
        Value ticks = method.Operands.ReadMemory(place with { Shape = method.Context.Shapes.Int64 });
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, Builder.Constant(IrType.I64, long.MaxValue / TimeSpan.NanosecondsPerTick), ticks));
        return Builder.Binary(Opcode.Multiply, ticks, (int)TimeSpan.NanosecondsPerTick);
    }

    private Value Call(IInvocationOperation operation, HelperBinding helper, params ReadOnlySpan<Value> arguments) =>
        Builder.CallHelper(method.Context.KernelFunctions.Helper(helper, HelperEffects.Any, Builder.Function, operation.Syntax.GetLocation()), IrType.I64, arguments);

    private ValueOperand Boolean(Value value) => new(value, method.Context.Shapes.Boolean);
}
