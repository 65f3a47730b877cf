using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles <c>is</c> and the patterns of <c>switch</c>.</summary>
/// <param name="method">The method.</param>
internal sealed class PatternLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>What the pattern that is being compiled looks at.</summary>
    public Operand Input { get; private set; } = NothingOperand.Instance;

    /// <summary>Compiles a test.</summary>
    public Operand Lower(IIsPatternOperation operation)
    {
        Operand input = method.Operands.Copy(method.Expressions.Lower(operation.Value), operation.Value);
        return new ValueOperand(Match(input, operation.Pattern), method.Context.Shapes.Boolean);
    }

    /// <summary>Whether an operand matches a pattern.</summary>
    public Value Match(Operand input, IPatternOperation pattern)
    {
        // Behind 'and' C# has seen that there is a value.
        if (input is Place { Shape: var shape } place && NullableLowering.IsNullable(shape) && IsValueOf(method.TypeOf(pattern.InputType), shape.Type))
            input = NullableLowering.ValueOf(method.Operands.Materialize(place, pattern));
        if (method.Expressions.IsDiagnosed(input))
            return Builder.Constant(false);
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return Builder.Constant(true);
            case IConstantPatternOperation { Value: { } value }:
                return MatchConstant(input, value);
            case IRelationalPatternOperation relational:
                return MatchRelation(input, relational);
            case INegatedPatternOperation negated:
                return Builder.IsZero(Match(input, negated.Pattern));
            case IBinaryPatternOperation binary:
                return MatchBoth(input, binary);
            case IDeclarationPatternOperation declaration:
                return MatchType(input, declaration.MatchesNull ? null : declaration.MatchedType, declaration, declaration.DeclaredSymbol);
            case ITypePatternOperation type:
                return MatchType(input, type.MatchedType, type, null);
            case IRecursivePatternOperation recursive:
                return MatchRecursive(input, recursive);
            case IListPatternOperation list:
                return method.Lists.Match(input, list);
            default:
                method.Report(LanguageDiagnostics.UnsupportedOperation, pattern, $"The pattern '{pattern.Syntax}'");
                return Builder.Constant(false);
        }
    }

    private Value MatchConstant(Operand input, IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: null })
            return method.Nullables.IsNull(input, value);
        if (value.ConstantValue is { HasValue: true, Value: string text })
            return method.Texts.Match(input, text, value);
        if (!MayBe(input, value))
            return Builder.Constant(false);
        return MatchValue(input, value, content => Builder.Compare(Opcode.Equal, content, method.Expressions.LowerValue(value)));
    }

    private Value MatchRelation(Operand input, IRelationalPatternOperation pattern)
    {
        if (!MayBe(input, pattern.Value))
            return Builder.Constant(false);
        bool isSigned = pattern.Value.Type is { } type && method.Context.Shapes[type].IsSigned;
        return MatchValue(input, pattern, content => method.Arithmetic.Compare(pattern.OperatorKind, content, method.Expressions.LowerValue(pattern.Value), isSigned));
    }

    // In generic code the constants are what they are, and a value of another type is never one of them.
    private bool MayBe(Operand input, IOperation constant)
    {
        TypeShape? shape = input switch
        {
            ValueOperand value => value.Shape,
            Place { Shape: var whole } => NullableLowering.IsNullable(whole) ? NullableLowering.ValueShape(whole) : whole,
            _ => null,
        };
        return method.Context.TypeArguments == TypeArguments.None || shape?.Kind is not (ShapeKind.Integer or ShapeKind.Boolean)
            || SymbolEqualityComparer.Default.Equals(shape.Type, method.TypeOf(constant));
    }

    // Nothing in the two can fault or change anything: both are computed.
    private Value MatchBoth(Operand input, IBinaryPatternOperation pattern)
    {
        bool isAnd = pattern.OperatorKind == BinaryOperatorKind.And;
        Value left = Match(input, pattern.LeftPattern);
        return isAnd && HasParts(pattern.RightPattern)
            ? AndAlso(left, () => Match(input, pattern.RightPattern))
            : Builder.Binary(isAnd ? Opcode.And : Opcode.Or, left, Match(input, pattern.RightPattern));
    }

    private Value MatchValue(Operand input, IOperation operation, Func<Value, Value> test)
    {
        if (input is not Place { Shape: var shape } place || !NullableLowering.IsNullable(shape))
            return test(method.Operands.Read(input, operation));
        MemoryPlace memory = method.Operands.Materialize(place, operation);
        Value hasValue = method.Nullables.HasValue(memory);
        return Builder.Binary(Opcode.And, hasValue, test(method.Operands.ReadMemory(NullableLowering.ValueOf(memory))));
    }

    // A null type is 'var': it takes everything.
    private Value MatchType(Operand input, ITypeSymbol? type, IPatternOperation pattern, ISymbol? declared)
    {
        Operand content = input;
        Value matches = Builder.Constant(true);
        ITypeSymbol inputType = method.TypeOf(pattern.InputType);
        if (type is not null)
        {
            type = method.TypeOf(type);
            if (!SymbolEqualityComparer.Default.Equals(type, inputType) && !IsValueOf(type, inputType))
            {
                // Generic code asks what its T is: a value is of its own type only.
                if (pattern.InputType is ITypeParameterSymbol && IsValue(type) && IsValue(inputType))
                    return Builder.Constant(false);
                method.Report(KernelDiagnostics.TypeTest, pattern, type.ToDisplayString());
                return matches;
            }

            matches = Builder.IsZero(method.Nullables.IsNull(input, pattern));
            if (IsValueOf(type, inputType) && input is Place place)
                content = NullableLowering.ValueOf(method.Operands.Materialize(place, pattern));
        }

        if (declared is not null && method.Variables.Find(declared) is { } variable)
            method.Operands.Write(variable, content, pattern);
        return matches;
    }

    private Value MatchRecursive(Operand input, IRecursivePatternOperation pattern)
    {
        Value matches = MatchType(input, pattern.MatchedType, pattern, pattern.DeclaredSymbol);
        Operand content = IsValueOf(method.TypeOf(pattern.MatchedType), method.TypeOf(pattern.InputType)) && input is Place nullable
            ? NullableLowering.ValueOf(method.Operands.Materialize(nullable, pattern))
            : input;
        if (!pattern.DeconstructionSubpatterns.IsEmpty)
            matches = AndAlso(matches, () => MatchParts(content, pattern));
        foreach (IPropertySubpatternOperation property in pattern.PropertySubpatterns)
            matches = AndAlso(matches, () => MatchMember(content, property));
        return matches;
    }

    private Value MatchParts(Operand content, IRecursivePatternOperation pattern)
    {
        Operand[]? parts = method.Deconstructions.TakeApart(content, pattern.DeconstructSymbol as IMethodSymbol, pattern);
        if (parts?.Length != pattern.DeconstructionSubpatterns.Length)
        {
            method.Report(LanguageDiagnostics.UnsupportedOperation, pattern, "This positional pattern");
            return Builder.Constant(false);
        }

        Value matches = Builder.Constant(true);
        foreach ((Operand part, IPatternOperation test) in parts.Zip(pattern.DeconstructionSubpatterns))
            matches = AndAlso(matches, () => Match(part, test));
        return matches;
    }

    private Value MatchMember(Operand input, IPropertySubpatternOperation property)
    {
        Operand outer = Input;
        Input = input;
        Operand member = method.Operands.Copy(method.Expressions.Lower(property.Member), property.Member);
        Input = outer;
        return Match(member, property.Pattern);
    }

    /// <summary>Whether both hold; the second is asked where the first does.</summary>
    public Value AndAlso(Value first, Func<Value> second)
    {
        MemoryPlace result = method.Variables.NewTemporary("matches", method.Context.Shapes.Boolean);
        method.Operands.WriteMemory(result, first);
        BasicBlock rest = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(first, rest, next);
        Builder.Start(rest);
        method.Operands.WriteMemory(result, second());
        Builder.Jump(next);
        Builder.Start(next);
        return method.Operands.ReadMemory(result);
    }

    private static bool HasParts(IPatternOperation pattern) => pattern is IRecursivePatternOperation or IListPatternOperation or IBinaryPatternOperation or INegatedPatternOperation;

    private static bool IsValue(ITypeSymbol type) =>
        type.IsValueType && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T;

    private static bool IsValueOf(ITypeSymbol type, ITypeSymbol nullable) =>
        nullable is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }
        && SymbolEqualityComparer.Default.Equals(type, value);
}
