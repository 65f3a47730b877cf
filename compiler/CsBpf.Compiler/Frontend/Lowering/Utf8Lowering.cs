using System.Text.Unicode;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles <see cref="Utf8.TryWrite(Span{byte}, ref Utf8.TryWriteInterpolatedStringHandler, out int)"/>: what the C# compiler asks of the
/// handler, the writer of the library does. Unlike a text for the kernel's printf it is written piece by piece, and ends where a piece
/// does not fit.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class Utf8Lowering(MethodLowering method)
{
    // The methods of the writer.
    private const string AppendText = nameof(AppendText);
    private const string AppendAligned = nameof(AppendAligned);
    private const string AppendBytes = nameof(AppendBytes);
    private const string AppendBoolean = nameof(AppendBoolean);
    private const string AppendCharacter = nameof(AppendCharacter);
    private const string AppendDecimal = nameof(AppendDecimal);
    private const string AppendHexadecimal = nameof(AppendHexadecimal);
    private const string AppendKernelString = nameof(AppendKernelString);
    private const string Complete = nameof(Complete);
    private const int MaxDigits = 20;

    // What a type whose values have a text says of it.
    private const string AppendTo = nameof(AppendTo);
    private const string MaxTextLength = nameof(MaxTextLength);

    private InstructionBuilder Builder => method.Builder;

    private TypeShapes Shapes => method.Context.Shapes;

    /// <summary>True for what the C# compiler makes of an interpolated string that is written as UTF-8.</summary>
    public static bool IsHandler(ITypeSymbol type) =>
        type is { Name: nameof(Utf8.TryWriteInterpolatedStringHandler), ContainingType: { } outer } && IsUtf8(outer);

    /// <summary>Compiles the call that makes a handler.</summary>
    public Operand LowerCreation(IObjectCreationOperation operation, TypeShape writer)
    {
        IMethodSymbol constructor = ConstructorOf(writer);
        if (constructor.Parameters.Length != operation.Arguments.Length)
            return method.Expressions.Refuse(FormatDiagnostics.Culture, operation);
        MemoryPlace place = method.Structs.Default(writer);
        method.Calls.Call(operation, constructor, place, method.Calls.LowerArguments(operation.Arguments));
        return place;
    }

    /// <summary>True for a type of the library whose values have a text.</summary>
    public bool HasText(TypeShape shape) => FindAppendTo(shape) is not null;

    /// <summary>The address of the text of such a value, on the stack, with a zero behind it.</summary>
    public Value TextOf(MemoryPlace value, IOperation operation)
    {
        TypeShape writer = Shapes[LibrarySources.FindWriter(method.Context.Compilation)!];
        int length = value.Shape.Type.GetMembers(MaxTextLength) is [IFieldSymbol { ConstantValue: int most }] ? most : 0;
        int size = (length + sizeof(long)) & -sizeof(long);
        StackSlot slot = Builder.Function.NewSlot("text", size, sizeof(long));
        Builder.Zero(Builder.AddressOf(slot), size, sizeof(long));
        MemoryPlace memory = method.SpanAccess.Of(Builder.AddressOf(slot), length, Shapes[ConstructorOf(writer).Parameters[2].Type]);
        MemoryPlace place = method.Structs.Default(writer);
        MemoryPlace hasRoom = method.Variables.NewTemporary("hasRoom", Shapes.Boolean);
        method.Calls.Call(operation, ConstructorOf(writer), place, [Constant(0), Constant(1), memory, hasRoom]);
        method.Calls.Call(operation, FindAppendTo(value.Shape)!, value, [place, Constant(0)]);
        return Builder.AddressOf(slot);
    }

    /// <summary>Compiles the calls that write a text; null where it is something else.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (IsHandler(target.ContainingType))
            return LowerAppend(operation);
        if (!IsUtf8(target.ContainingType) || target.Name != nameof(Utf8.TryWrite))
            return null;
        if (target.Parameters.Length != 3)
            return method.Expressions.Refuse(FormatDiagnostics.Culture, operation);
        return method.Calls.LowerArguments(operation.Arguments) is [_, MemoryPlace writer, var written]
            ? Call(Complete, writer, operation, written)
            : NothingOperand.Instance;
    }

    private Operand LowerAppend(IInvocationOperation operation)
    {
        if (operation.Instance is null || method.Expressions.Lower(operation.Instance) is not MemoryPlace writer)
            return NothingOperand.Instance;
        IOperation hole = operation.Arguments.First(argument => argument.Parameter?.Ordinal == 0).Value;
        if (!FormatLowering.TryGetConstant(operation, FormatLowering.AlignmentParameter, out int alignment)
            || !FormatLowering.TryGetConstant(operation, FormatLowering.FormatParameter, out string? format))
            return method.Expressions.Refuse(FormatDiagnostics.NotInPlace, operation);
        Operand value = method.Operands.Copy(method.Expressions.Lower(hole), hole);
        if (operation.TargetMethod.Name == FormatLowering.AppendLiteral)
            return value is TextOperand literal ? Call(AppendText, writer, operation, Bytes(literal), IsAscii(literal)) : NothingOperand.Instance;
        return value is MemoryPlace missing && NullableLowering.IsNullable(missing.Shape)
            ? AppendNullable(writer, missing, alignment, format, hole, operation)
            : AppendValue(writer, value, alignment, format, hole, operation);
    }

    // What is missing is written as nothing, which is aligned, too.
    private MemoryPlace AppendNullable(MemoryPlace writer, MemoryPlace value, int alignment, string? format, IOperation hole, IInvocationOperation operation)
    {
        MemoryPlace hasRoom = method.Variables.NewTemporary("hasRoom", Shapes.Boolean);
        var nothing = new TextOperand("");
        BasicBlock some = Builder.NewBlock();
        BasicBlock none = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(method.Nullables.HasValue(value), some, none);
        Builder.Start(some);
        Operand content = method.Operands.Copy(NullableLowering.ValueOf(value), hole);
        method.Operands.Write(hasRoom, AppendValue(writer, content, alignment, format, hole, operation), operation);
        Builder.Jump(next);
        Builder.Start(none);
        method.Operands.Write(hasRoom, Call(AppendAligned, writer, operation, Bytes(nothing), IsAscii(nothing), Constant(alignment)), operation);
        Builder.Jump(next);
        Builder.Start(next);
        return hasRoom;
    }

    private Operand AppendValue(MemoryPlace writer, Operand value, int alignment, string? format, IOperation hole, IInvocationOperation operation)
    {
        if (value is ValueOperand { Shape: { Kind: ShapeKind.Integer, Type: { SpecialType: not SpecialType.System_Char, TypeKind: not TypeKind.Enum } } } number)
            return LowerNumber(writer, number, alignment, format, operation);
        if (!string.IsNullOrEmpty(format))
            return method.Expressions.Refuse(FormatDiagnostics.UnknownFormat, hole, format, hole.Syntax.ToString());
        return value switch
        {
            TextOperand text => Call(AppendAligned, writer, operation, Bytes(text), IsAscii(text), Constant(alignment)),
            ValueOperand { Shape.Kind: ShapeKind.Boolean } => Call(AppendBoolean, writer, operation, value, Constant(alignment)),
            ValueOperand { Shape.Type.SpecialType: SpecialType.System_Char } => Call(AppendCharacter, writer, operation, value, Constant(alignment)),
            ValueOperand { Shape: { Kind: ShapeKind.KernelAddress, Type: var type } }
                when type.GetKernelReference() == KernelReferenceKind.String || type.SpecialType == SpecialType.System_String =>
                Call(AppendKernelString, writer, operation, value, Constant(alignment)),
            MemoryPlace { Shape.SpanElement.Type.SpecialType: SpecialType.System_Byte } =>
                Call(AppendBytes, writer, operation, value, Constant(alignment)),
            MemoryPlace place when FindAppendTo(place.Shape) is { } appendTo => method.Calls.Call(operation, appendTo, place, [writer, Constant(alignment)]),
            _ => method.Expressions.Refuse(FormatDiagnostics.HoleType, hole, hole.Type?.ToDisplayString()),
        };
    }

    private Operand LowerNumber(MemoryPlace writer, ValueOperand value, int alignment, string? format, IInvocationOperation operation)
    {
        TypeShape shape = value.Shape;
        if (NumberFormat.TryParse(format) is not { Digits: <= MaxDigits } number)
            return method.Expressions.Refuse(FormatDiagnostics.UnknownFormat, operation, format, operation.Syntax.ToString());
        Operand mostDigits = Constant(Math.Max(FormatSpecifier.MostDigits(shape, number), number.Digits));
        Operand digits = Constant(number.Digits);
        if (number.IsHexadecimal)
        {
            Value bits = Builder.Widen(shape.Bits < 32 ? Builder.Emit(Opcode.ZeroExtend, IrType.I32, shape.Bits, null, value.Value) : value.Value, isSigned: false);
            Value letter = Builder.Constant(IrType.I32, number.Letter == 'x' ? 'a' : 'A');
            return Call(
                AppendHexadecimal, writer, operation,
                Operand(bits, SpecialType.System_UInt64), Operand(letter, SpecialType.System_Char), mostDigits, digits, Constant(alignment));
        }

        Value wide = Builder.Widen(value.Value, shape.IsSigned);
        Value sign = Builder.Constant(IrType.I64, 0);
        if (shape.IsSigned)
        {
            sign = Builder.Emit(Opcode.ShiftRightUnsigned, IrType.I64, wide, Builder.Constant(IrType.I32, 63));
            Value ones = Builder.Emit(Opcode.Negate, IrType.I64, sign);
            wide = Builder.Binary(Opcode.Add, Builder.Binary(Opcode.Xor, wide, ones), sign);
        }

        return Call(
            AppendDecimal, writer, operation,
            Operand(wide, SpecialType.System_UInt64), Operand(Builder.Narrow(sign), SpecialType.System_Int32), mostDigits, digits, Constant(alignment));
    }

    private Operand Call(string name, MemoryPlace writer, IInvocationOperation operation, params Operand[] arguments) =>
        method.Calls.Call(operation, writer.Shape.Type.GetMembers(name).OfType<IMethodSymbol>().Single(), writer, arguments);

    private static IMethodSymbol ConstructorOf(TypeShape writer) =>
        ((INamedTypeSymbol)writer.Type).InstanceConstructors.First(candidate => !candidate.IsImplicitlyDeclared);

    private IMethodSymbol? FindAppendTo(TypeShape shape) => LibrarySources.FindWriter(method.Context.Compilation) is { } writer
        ? shape.Type.GetMembers(AppendTo).OfType<IMethodSymbol>()
            .FirstOrDefault(candidate => candidate.Parameters is [{ RefKind: RefKind.Ref } first, _] && SymbolEqualityComparer.Default.Equals(first.Type, writer))
        : null;

    private MemoryPlace Bytes(TextOperand text)
    {
        INamedTypeSymbol span = method.Context.Compilation.GetTypeByMetadataName("System.ReadOnlySpan`1")!;
        return method.Spans.OfText(text.Text, Shapes[span.Construct(method.Context.Compilation.GetSpecialType(SpecialType.System_Byte))]);
    }

    private ValueOperand IsAscii(TextOperand text) => new(Builder.Constant(System.Text.Ascii.IsValid(text.Text)), Shapes.Boolean);

    private ValueOperand Constant(int value) => Operand(Builder.Constant(IrType.I32, value), SpecialType.System_Int32);

    private ValueOperand Operand(Value value, SpecialType type) => new(value, Shapes[method.Context.Compilation.GetSpecialType(type)]);

    private static bool IsUtf8(ITypeSymbol type) =>
        type is { Name: nameof(Utf8), ContainingNamespace: { Name: "Unicode" } inner } && inner.ToDisplayString() == "System.Text.Unicode";
}
