using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>What the members that generic code names through a type parameter, and <c>using</c> through an interface, are on the type itself.</summary>
/// <param name="method">The method.</param>
internal sealed class ConstrainedMembers(MethodLowering method)
{
    /// <summary>The member that implements one of an interface; the member itself where none does.</summary>
    /// <param name="member">The member that the C# names.</param>
    /// <param name="asked">What it is taken of.</param>
    public T Resolve<T>(T member, ITypeSymbol? asked)
        where T : class, ISymbol => Resolve(member, asked, method.Context.TypeArguments);

    /// <summary>The member that implements one of an interface; the member itself where none does.</summary>
    /// <param name="member">The member that the C# names.</param>
    /// <param name="asked">What it is taken of.</param>
    /// <param name="types">The types that stand for the type parameters where it is named.</param>
    public static T Resolve<T>(T member, ITypeSymbol? asked, TypeArguments types)
        where T : class, ISymbol
    {
        if (asked is not (ITypeParameterSymbol or { IsValueType: true }) || member.ContainingType.TypeKind != TypeKind.Interface)
            return member;
        ISymbol declared = member is IMethodSymbol named ? named.ConstructedFrom : member;
        declared = types.Substitute(declared);
        return types.Substitute(asked).FindImplementationForInterfaceMember(declared) switch
        {
            IMethodSymbol { IsGenericMethod: true } generic when member is IMethodSymbol { TypeArguments: var arguments } =>
                (T)(ISymbol)generic.Construct([.. arguments]),
            T implementation => implementation,
            _ => member,
        };
    }

    /// <summary>What a member is taken of: the struct itself, where C# takes it of an object that is made of the struct.</summary>
    public IOperation? Unboxed(IOperation? instance) =>
        instance is IConversionOperation { OperatorMethod: null, Type.TypeKind: TypeKind.Interface, Operand: var operand }
        && method.TypeOf(operand) is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T }
            ? operand
            : instance;

    /// <summary>True for the object that a member of an interface is called on, when it calls others.</summary>
    public bool IsBoxed(MemoryPlace receiver) =>
        method.Instance.Implementer is not null && receiver == method.Variables.Receiver(receiver.Shape);

    /// <summary>The shape of an integer that stands for a type parameter: its operators have no source; null for other types.</summary>
    public TypeShape? FindInteger(ITypeSymbol? asked) =>
        asked is ITypeParameterSymbol && method.Context.Shapes[asked] is { Kind: ShapeKind.Integer, Type.TypeKind: not TypeKind.Enum } shape
            ? shape
            : null;
}
