using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles what is done with constant texts. What depends on nothing else is known when the program is compiled; the characters are a table of
/// constants, which is indexed when it runs.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class TextLowering(MethodLowering method)
{
    // What is the same in every culture. The text comes first, also of methods that are static.
    private static readonly Dictionary<(string Name, string Parameters), Func<object[], object>> Members = new()
    {
        [(nameof(string.IsNullOrEmpty), "String")] = x => string.IsNullOrEmpty((string)x[0]),
        [(nameof(string.IsNullOrWhiteSpace), "String")] = x => string.IsNullOrWhiteSpace((string)x[0]),
        [(nameof(string.Equals), "String")] = x => (string)x[0] == (string)x[1],
        [(nameof(string.Equals), "String String")] = x => (string)x[0] == (string)x[1],
        [(nameof(string.CompareOrdinal), "String String")] = x => string.CompareOrdinal((string)x[0], (string)x[1]),
        [(nameof(string.Concat), "String String")] = x => (string)x[0] + (string)x[1],
        [(nameof(string.Concat), "String String String")] = x => (string)x[0] + (string)x[1] + (string)x[2],
        [(nameof(string.Contains), "String")] = x => ((string)x[0]).Contains((string)x[1], StringComparison.Ordinal),
        [(nameof(string.Contains), "Char")] = x => ((string)x[0]).Contains((char)x[1], StringComparison.Ordinal),
        [(nameof(string.StartsWith), "Char")] = x => ((string)x[0]).StartsWith((char)x[1]),
        [(nameof(string.EndsWith), "Char")] = x => ((string)x[0]).EndsWith((char)x[1]),
        [(nameof(string.IndexOf), "Char")] = x => ((string)x[0]).IndexOf((char)x[1], StringComparison.Ordinal),
        [(nameof(string.LastIndexOf), "Char")] = x => ((string)x[0]).LastIndexOf((char)x[1]),
        [(nameof(string.Trim), "")] = x => ((string)x[0]).Trim(),
        [(nameof(string.ToUpperInvariant), "")] = x => ((string)x[0]).ToUpperInvariant(),
        [(nameof(string.ToLowerInvariant), "")] = x => ((string)x[0]).ToLowerInvariant(),
        [(nameof(string.Replace), "Char Char")] = x => ((string)x[0]).Replace((char)x[1], (char)x[2]),
        [(nameof(string.ToString), "")] = x => x[0],
    };

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles an operator: of texts that are known it is known whether they are the same, and what they are together.</summary>
    public Operand LowerBinary(IBinaryOperation operation)
    {
        Operand left = method.Expressions.Lower(operation.LeftOperand);
        Operand right = method.Expressions.Lower(operation.RightOperand);
        if (method.Expressions.IsDiagnosed(left) || method.Expressions.IsDiagnosed(right))
            return NothingOperand.Instance;
        return (operation.OperatorKind, left, right) switch
        {
            (BinaryOperatorKind.Equals, TextOperand, TextOperand) => Constant(left == right),
            (BinaryOperatorKind.NotEquals, TextOperand, TextOperand) => Constant(left != right),
            (BinaryOperatorKind.Add, TextOperand { Text: var first }, TextOperand { Text: var second }) => new TextOperand(first + second),
            _ => method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation),
        };
    }

    /// <summary>Compiles the length of a text and its characters; null for a text that is not known.</summary>
    public Operand? TryLowerProperty(IPropertyReferenceOperation operation)
    {
        if (operation.Instance is null || method.Expressions.Lower(operation.Instance) is not { } text)
            return null;
        if (text is not TextOperand { Text: var constant })
            return method.Expressions.IsDiagnosed(text) ? text : method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation);
        return operation.Arguments is [{ Value: var index }]
            ? method.Tables.Element(Characters(constant), method.Expressions.LowerValue(index))
            : Constant(constant.Length);
    }

    /// <summary>Compiles <c>text[^1]</c> and <c>text[1..3]</c>.</summary>
    public Operand LowerImplicitIndexer(string text, IImplicitIndexerReferenceOperation operation)
    {
        if (!IndexLowering.IsRange(operation.Argument))
        {
            return method.Indexes.LowerOffset(operation.Argument, () => Builder.Constant(IrType.I32, text.Length)) is { } index
                ? method.Tables.Element(Characters(text), index)
                : method.Elements.RefuseIndex(operation, operation.Argument);
        }

        return operation.Argument is IRangeOperation range
            && Bound(range.LeftOperand, text, 0) is { } start && Bound(range.RightOperand, text, text.Length) is { } end
            && start >= 0 && start <= end && end <= text.Length
                ? new TextOperand(text[start..end])
                : method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation);
    }

    /// <summary>Compiles a method of a text, or the span of its characters; null for other calls.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        bool isSpan = target is { Name: nameof(MemoryExtensions.AsSpan), Parameters: [{ Type.SpecialType: SpecialType.System_String }, ..] }
            && target.ContainingType.ToDisplayString() == "System.MemoryExtensions";
        if (!isSpan && target.ContainingType.SpecialType != SpecialType.System_String)
            return null;
        IOperation[] arguments =
        [
            .. operation.Instance is { } instance ? new[] { instance } : [],
            .. operation.Arguments.OrderBy(argument => argument.Parameter?.Ordinal).Select(argument => argument.Value),
        ];
        if (isSpan)
            return LowerSpan(arguments, operation);
        string parameters = string.Join(' ', target.Parameters.Select(parameter => parameter.Type.Name));
        if (!Members.TryGetValue((target.Name, parameters), out Func<object[], object>? member))
            return null;
        object?[] constants = [.. arguments.Select(KnownValue)];
        return Array.TrueForAll(constants, constant => constant is not null) ? Constant(member(constants!)) : null;
    }

    /// <summary>Whether a text, or a span of characters, is a constant.</summary>
    public Value Match(Operand input, string text, IOperation operation)
    {
        switch (input)
        {
            case TextOperand known:
                return Builder.Constant(known.Text == text);
            case MemoryPlace { Shape.SpanElement.Type.SpecialType: SpecialType.System_Char } characters:
                return method.SpanAlgorithms.AreEqual(characters, method.Spans.OfCharacters(text, characters.Shape));
            default:
                method.Report(TypeDiagnostics.RuntimeString, operation);
                return Builder.Constant(false);
        }
    }

    /// <summary>The characters of a text.</summary>
    public TableOperand Characters(string text)
    {
        TypeShape character = method.Context.Shapes[method.Context.Compilation.GetSpecialType(SpecialType.System_Char)];
        // Of nothing there is an address, too.
        byte[] bytes = text.Length == 0 ? new byte[sizeof(char)] : Encoding.Unicode.GetBytes(text);
        return new TableOperand(bytes, character, text.Length);
    }

    private Operand LowerSpan(IOperation[] arguments, IInvocationOperation operation)
    {
        Operand text = method.Expressions.Lower(arguments[0]);
        if (text is not TextOperand { Text: var constant })
            return method.Expressions.IsDiagnosed(text) ? text : method.Expressions.Refuse(TypeDiagnostics.RuntimeString, operation);
        return method.Spans.OfTable(Characters(constant), method.ShapeOf(operation), arguments.AsSpan(1), operation);
    }

    private object? KnownValue(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: { } constant } ? constant
        : operation.Type is { SpecialType: SpecialType.System_String } && method.Expressions.Lower(operation) is TextOperand { Text: var text } ? text
        : null;

    private Operand Constant(object value) => value switch
    {
        string text => new TextOperand(text),
        bool condition => new ValueOperand(Builder.Constant(condition), method.Context.Shapes.Boolean),
        _ => new ValueOperand(Builder.Constant(IrType.I32, (int)value), method.Context.Shapes.Int32),
    };

    // null where it is not known; what is not given is the start or the end.
    private static int? Bound(IOperation? operand, string text, int missing) => operand switch
    {
        null => missing,
        IConversionOperation { Operand: { ConstantValue: { HasValue: true, Value: int number } } } => number,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: int number } } => text.Length - number,
        _ => null,
    };
}
