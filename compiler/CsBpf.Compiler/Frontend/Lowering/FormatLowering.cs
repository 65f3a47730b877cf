using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles interpolated output: the C# compiler has made a call for each piece, which here become one format.</summary>
/// <param name="method">The method.</param>
internal sealed class FormatLowering(MethodLowering method)
{
    // The names are C#'s: the pattern of interpolated string handlers.
    public const string AppendLiteral = "AppendLiteral";
    public const string AlignmentParameter = "alignment";
    public const string FormatParameter = "format";

    private const int MaxArguments = 12;
    private const int MaxTraceRegisters = 3;

    private static readonly HelperBinding SequencePrint = new(HelperNumbers.SeqPrintf, "bpf_seq_printf", "5.7", IsPure: false);
    private static readonly HelperBinding SequenceWrite = new(HelperNumbers.SeqWrite, "bpf_seq_write", "5.7", IsPure: false);
    private static readonly HelperBinding TracePrint = new(HelperNumbers.TracePrintk, "bpf_trace_printk", "4.1", IsPure: false);
    private static readonly HelperBinding TracePrintMany = new(HelperNumbers.TraceVprintk, "bpf_trace_vprintk", "5.16", IsPure: false);

    private static readonly MemoryAccess ArgumentAccess = new(MemorySize.DoubleWord);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles the call for one piece.</summary>
    public Operand LowerAppend(IInvocationOperation operation)
    {
        Operand target = operation.Instance is null ? NothingOperand.Instance : method.Expressions.Lower(operation.Instance);
        if (target is not FormatOperand { Text: var text } || operation.Arguments.IsEmpty)
            return target is NothingOperand ? target : method.Expressions.Refuse(FormatDiagnostics.NotInPlace, operation);
        IOperation value = operation.Arguments.First(argument => argument.Parameter?.Ordinal == 0).Value;
        if (operation.TargetMethod.Name == AppendLiteral)
        {
            text.Append(value.ConstantValue.Value as string ?? "");
            return NothingOperand.Instance;
        }

        if (!TryGetConstant(operation, AlignmentParameter, out int alignment) || !TryGetConstant(operation, FormatParameter, out string? formatText))
            return method.Expressions.Refuse(FormatDiagnostics.NotInPlace, operation);
        string format = formatText ?? "";
        if (format.Length == 0 && ConstantText(value) is { } constant)
            text.Append(alignment < 0 ? constant.PadRight(-alignment) : constant.PadLeft(alignment));
        else if (method.ShapeOf(value) is { IsScalar: true } shape)
            text.Append(new FormatHole(method.Expressions.LowerValue(value), shape, alignment, format, value.Syntax.GetLocation(), value.Syntax.ToString()));
        else if (method.ShapeOf(value) is { IsAggregate: true } address && method.Utf8.HasText(address))
            text.Append(new FormatHole(
                method.Utf8.TextOf(method.Expressions.LowerPlace(value), value), address, alignment, format, value.Syntax.GetLocation(), value.Syntax.ToString()));
        return NothingOperand.Instance;
    }

    /// <summary>Compiles the call that writes a text.</summary>
    public Operand Lower(IInvocationOperation operation, FormatSink sink)
    {
        Value? file = sink == FormatSink.SeqFile && operation.Instance is { } instance ? method.Expressions.LowerValue(instance) : null;
        Operand operand = operation.Arguments is [.., var last] ? method.Expressions.Lower(last.Value) : NothingOperand.Instance;
        if (operand is not FormatOperand { Text: var text })
            return operand is NothingOperand ? operand : method.Expressions.Refuse(FormatDiagnostics.NotInPlace, operation);
        var plan = new FormatPlan(method.Context.Sink, operation.Syntax.GetLocation(), MaxArguments, canSplit: sink == FormatSink.SeqFile);
        foreach (FormatSegment segment in plan.Make(text, hole => hole.Shape.Type.SpecialType == SpecialType.System_Char))
        {
            if (file is null)
                WriteTrace(segment, operation);
            else
                WriteSequence(file, segment, operation);
        }

        return NothingOperand.Instance;
    }

    /// <summary>The constant argument of a call that appends a hole, the default where nothing is said; false where it is no constant.</summary>
    public static bool TryGetConstant<T>(IInvocationOperation operation, string parameter, out T? constant)
    {
        IOperation? value = operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;
        constant = value?.ConstantValue.Value is T given ? given : default;
        return value?.ConstantValue.HasValue ?? true;
    }

    private void WriteSequence(Value file, FormatSegment segment, IOperation operation)
    {
        if (segment.Arguments.Count == 0)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(segment.Text);
            Value data = Builder.AddressOf(method.Context.Globals.GetConstant(bytes));
            Builder.CallHelper(Helper(SequenceWrite, operation), IrType.I64, file, data, Builder.Constant(IrType.I64, bytes.Length));
            return;
        }

        (Value format, Value formatSize) = Format(segment);
        (Value arguments, Value argumentsSize) = Arguments(segment);
        Builder.CallHelper(Helper(SequencePrint, operation), IrType.I64, file, format, formatSize, arguments, argumentsSize);
    }

    private void WriteTrace(FormatSegment segment, IOperation operation)
    {
        (Value format, Value formatSize) = Format(segment);
        if (segment.Arguments.Count > MaxTraceRegisters)
        {
            (Value arguments, Value argumentsSize) = Arguments(segment);
            Builder.CallHelper(Helper(TracePrintMany, operation), IrType.I64, format, formatSize, arguments, argumentsSize);
            return;
        }

        Builder.CallHelper(Helper(TracePrint, operation), IrType.I64, [format, formatSize, .. segment.Arguments.Select(Register)]);
    }

    private HelperFunction Helper(HelperBinding binding, IOperation operation) =>
        method.Context.KernelFunctions.Helper(binding, HelperEffects.ReadsArguments, Builder.Function, operation.Syntax.GetLocation());

    private (Value Address, Value Size) Format(FormatSegment segment)
    {
        GlobalVariable global = method.Context.Globals.GetText(segment.Format);
        return (Builder.AddressOf(global), Builder.Constant(IrType.I64, global.Initial.Length));
    }

    private (Value Address, Value Size) Arguments(FormatSegment segment)
    {
        int size = segment.Arguments.Count * sizeof(ulong);
        Value address = Builder.AddressOf(Builder.Function.NewSlot("arguments", size, sizeof(ulong)));
        for (int i = 0; i < segment.Arguments.Count; i++)
            Builder.Store(ArgumentAccess, address, i * sizeof(ulong), Register(segment.Arguments[i]));
        return (address, Builder.Constant(IrType.I64, size));
    }

    // The kernel takes the low half where the specifier says so: zeroes above it cost nothing.
    private Value Register(FormatArgument argument)
    {
        if (argument.Hole is not { } hole)
            return Builder.Constant(IrType.I64, argument.Character);
        if (hole.Shape.Type.SpecialType == SpecialType.System_Char)
            return CharacterText(hole.Value);
        return hole.Shape.Kind switch
        {
            ShapeKind.Boolean => Builder.Select(hole.Value, Text(bool.TrueString), Text(bool.FalseString)),
            ShapeKind.Integer => Builder.Widen(hole.Value, isSigned: false),
            _ => hole.Value,
        };
    }

    private Value Text(string text) => Builder.AddressOf(method.Context.Globals.GetText(text));

    // The kernel's %c writes a byte, C# a character: its UTF-8 bytes, put together in a register, are a string of their own.
    private Value CharacterText(Value character)
    {
        Value one = character;
        Value two = Builder.Binary(Opcode.Or, Lead(character, 6, 0xc0), Continuation(character, 0, 8));
        Value three = Builder.Binary(Opcode.Or, Builder.Binary(Opcode.Or, Lead(character, 12, 0xe0), Continuation(character, 6, 8)), Continuation(character, 0, 16));
        Value bytes = Builder.Select(
            Builder.Compare(Opcode.LessUnsigned, character, 0x80), one, Builder.Select(Builder.Compare(Opcode.LessUnsigned, character, 0x800), two, three));
        Value address = Builder.AddressOf(Builder.Function.NewSlot("character", sizeof(int), sizeof(int)));
        Builder.Store(new MemoryAccess(MemorySize.Word), address, 0, bytes);
        return address;
    }

    private Value Lead(Value character, int shift, int mark) =>
        Builder.Binary(Opcode.Or, Builder.Binary(Opcode.ShiftRightUnsigned, character, shift), mark);

    private Value Continuation(Value character, int shift, int position)
    {
        Value bits = Builder.Binary(Opcode.And, Builder.Binary(Opcode.ShiftRightUnsigned, character, shift), 0x3f);
        return Builder.Binary(Opcode.ShiftLeft, Builder.Binary(Opcode.Or, bits, 0x80), position);
    }

    private static string? ConstantText(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return ExpressionLowering.IsCapturedTruth(value) ? null : value.ConstantValue.Value switch
        {
            string text => text,
            char character => character.ToString(),
            bool boolean => boolean ? bool.TrueString : bool.FalseString,
            _ => null,
        };
    }
}
