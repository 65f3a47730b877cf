using CsBpf.Compiler.Frontend.Closures;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Finds the texts that members give whenever they are asked: methods and properties that only return, and fields that nothing changes.</summary>
/// <param name="context">The module.</param>
internal sealed class ConstantTexts(ModuleContext context)
{
    // More than anyone lets members name each other, and less than those that name themselves.
    private const int DeepestMember = 16;

    /// <summary>True for a field that is a text, if that is a constant.</summary>
    public static bool IsText(IFieldSymbol field) => field is { IsStatic: true, IsReadOnly: true, Type.SpecialType: SpecialType.System_String };

    /// <summary>The text that a method returns; null where that is not known, or something else.</summary>
    public string? Find(MethodInstance method) => Find(method, 0);

    /// <summary>The text that a field holds from its start to its end; null where that is not known.</summary>
    public string? Find(IFieldSymbol field) => Find(field, context.TypeArguments, 0);

    private string? Find(MethodInstance method, int depth)
    {
        if (depth > DeepestMember || method.Method is not { ReturnType.SpecialType: SpecialType.System_String, DeclaringSyntaxReferences.IsEmpty: false })
            return null;
        return context.Bodies.Find(method.Method)?.Graph is { Blocks: [_, { Operations.IsEmpty: true, ConditionalSuccessor: null, BranchValue: { } value }, _] }
            ? Find(value, method.Types, method.Known, depth + 1)
            : null;
    }

    private string? Find(IFieldSymbol field, TypeArguments types, int depth)
    {
        bool isConstant = IsText(field) && depth <= DeepestMember
            && field.ContainingType.StaticConstructors.All(constructor => constructor.IsImplicitlyDeclared);
        return isConstant && InitialValue.Find(context.Compilation, field) is { } value
            ? Find(value, TypeArguments.Of(field.ContainingType, types), KnownVariables.None, depth + 1)
            : null;
    }

    private string? Find(IOperation operation, TypeArguments types, KnownVariables known, int depth)
    {
        if (operation.ConstantValue is { HasValue: true, Value: string text })
            return text;
        return operation switch
        {
            IParenthesizedOperation { Operand: var inner } => Find(inner, types, known, depth),
            IParameterReferenceOperation { Parameter: var parameter } => (known.Find(parameter) as TextOperand)?.Text,
            IFieldReferenceOperation { Field: var field } => Find(field, types, depth),
            IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: var property, ConstrainedToType: var asked } =>
                Find(ConstrainedMembers.Resolve(property, asked, types), types, depth),
            IInvocationOperation { TargetMethod.IsStatic: true } call => Find(call, types, known, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when Find(sum.LeftOperand, types, known, depth) is { } left =>
                Find(sum.RightOperand, types, known, depth) is { } right ? left + right : null,
            _ => null,
        };
    }

    private string? Find(IInvocationOperation call, TypeArguments types, KnownVariables known, int depth)
    {
        MethodInstance callee = MethodInstance.Of(ConstrainedMembers.Resolve(call.TargetMethod, call.ConstrainedToType, types), types);
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Find(argument.Value, types, known, depth) is not { } text)
                return null;
            callee = callee with { Known = callee.Known.With(callee.Method.Parameters[argument.Parameter!.Ordinal], new TextOperand(text)) };
        }

        return Find(callee, depth);
    }

    private string? Find(IPropertySymbol property, TypeArguments types, int depth) => property switch
    {
        { IsStatic: false } or { GetMethod: null } => null,
        { SetMethod: null } when BackingField(property) is { } field => Find(field, types, depth),
        _ => Find(MethodInstance.Of(property.GetMethod, types), depth),
    };

    private static IFieldSymbol? BackingField(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
