using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Binding;

/// <summary>A program attribute bound to what the kernel calls its programs for.</summary>
/// <param name="Arguments">The delegate type or method, by its name, that has the arguments in its parameters; null where nothing is known of them.</param>
/// <param name="Registers">The class of the registers that have them; null where each is in 64 bits of the context.</param>
/// <param name="PassesResult">True where the result is behind the arguments in the context.</param>
/// <param name="HasTrustedArguments">True where the verifier knows the kernel objects among the arguments.</param>
internal sealed record HookBinding(string? Arguments, INamedTypeSymbol? Registers, bool PassesResult, bool HasTrustedArguments);

/// <summary>What the attributes of the language say about hooks.</summary>
internal static class HookBindings
{
    /// <summary>The hook that an attribute's programs get arguments from; null where they get none.</summary>
    public static HookBinding? GetHook(this AttributeData attribute) =>
        attribute.AttributeClass.FindInherited("ProgramSection") is { } section
            && (section.Named<string>("Arguments"), section.Named<INamedTypeSymbol>("Registers")) is var (arguments, registers)
            && (arguments is not null || registers is not null)
            ? new(arguments, registers, section.Named<bool>("PassesResult"), section.Named<bool>("HasTrustedArguments"))
            : null;

    /// <summary>True for a parameter that stands for the result of the program's hook.</summary>
    public static bool IsReturnValue(this IParameterSymbol parameter) => parameter.Has("ReturnValue");

    /// <summary>Which argument is in the register that a property stands for; null where none is.</summary>
    public static int? GetArgumentRegister(this IPropertySymbol property) => property.Find("ArgumentRegister")?.Argument<int>(0);

    /// <summary>True for the register with a function's result.</summary>
    public static bool IsResultRegister(this IPropertySymbol property) => property.Has("ResultRegister");

    /// <summary>The class of the registers whose first argument leads to those of a class; null where it is the context itself.</summary>
    public static INamedTypeSymbol? GetRegistersBefore(this INamedTypeSymbol registers) => registers.Find("BehindFirstArgument")?.Argument<INamedTypeSymbol>(0);
}
