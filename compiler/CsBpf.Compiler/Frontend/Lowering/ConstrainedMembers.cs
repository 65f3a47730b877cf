using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>What the members that generic code names through a type parameter, and <c>using</c> through an interface, are on the type itself.</summary>
/// <param name="method">The method.</param>
internal sealed class ConstrainedMembers(MethodLowering method)
{
    /// <summary>The member that implements one of an interface; the member itself where none does.</summary>
    /// <param name="member">The member that the C# names.</param>
    /// <param name="asked">What it is taken of.</param>
    public T Resolve<T>(T member, ITypeSymbol? asked)
        where T : class, ISymbol
    {
        if (asked is not (ITypeParameterSymbol or { IsValueType: true }) || member.ContainingType.TypeKind != TypeKind.Interface)
            return member;
        ISymbol declared = member is IMethodSymbol named ? named.ConstructedFrom : member;
        declared = method.Context.TypeArguments.Substitute(declared);
        return method.TypeOf(asked).FindImplementationForInterfaceMember(declared) switch
        {
            IMethodSymbol { IsGenericMethod: true } generic when member is IMethodSymbol { TypeArguments: var arguments } =>
                (T)(ISymbol)generic.Construct([.. arguments]),
            T implementation => implementation,
            _ => member,
        };
    }

    /// <summary>The shape of an integer that stands for a type parameter: its operators have no source; null for other types.</summary>
    public TypeShape? FindInteger(ITypeSymbol? asked) =>
        asked is ITypeParameterSymbol && method.Context.Shapes[asked] is { Kind: ShapeKind.Integer, Type.TypeKind: not TypeKind.Enum } shape
            ? shape
            : null;
}
