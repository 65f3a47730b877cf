using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The parameters of a program that gets a tracepoint's own arguments: each in 64 bits of the context.</summary>
internal static class TracepointParameters
{
    private const int ArgumentSize = 8;

    /// <summary>Checks that the parameters are what the tracepoint passes.</summary>
    /// <param name="context">The module.</param>
    /// <param name="program">The program.</param>
    /// <param name="argumentsType">The name of the delegate type that has the arguments in its parameters.</param>
    /// <returns>False where they are not, which has been said.</returns>
    public static bool Check(ModuleContext context, ProgramMethod program, string argumentsType)
    {
        if (context.Shapes.Compilation.GetTypeByMetadataName(argumentsType)?.DelegateInvokeMethod is not { Parameters: var passed })
        {
            context.Sink.Report(ProgramDiagnostics.UnknownTracepoint, LocationOf(program), program.TargetName);
            return false;
        }

        bool areRight = true;
        foreach (IParameterSymbol parameter in program.Method.Parameters)
        {
            IParameterSymbol? argument = passed.ElementAtOrDefault(parameter.Ordinal);
            if (argument is not null && parameter.RefKind == RefKind.None && Fits(context, parameter.Type, argument.Type))
                continue;
            string what = argument is null
                ? $"{passed.Length} arguments"
                : $"'{argument.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}' there";
            context.Sink.Report(
                ProgramDiagnostics.TracepointArgument, parameter.Locations[0], parameter.Name, parameter.Type.ToDisplayString(), program.TargetName, what);
            areRight = false;
        }

        return areRight;
    }

    /// <summary>Reads an argument.</summary>
    /// <param name="lowering">The program's method.</param>
    /// <param name="context">The address of the context.</param>
    /// <param name="index">Which argument.</param>
    /// <param name="shape">The shape of the parameter.</param>
    /// <param name="isTrusted">Whether the verifier knows kernel objects among the arguments.</param>
    public static Value Load(MethodLowering lowering, Value context, int index, TypeShape shape, bool isTrusted)
    {
        if (isTrusted && shape.Type.IsKernelClass())
            return lowering.Operands.ReadMemory(new MemoryPlace(context, index * ArgumentSize, shape));
        Value register = lowering.Operands.ReadMemory(new MemoryPlace(context, index * ArgumentSize, lowering.Context.Shapes.Int64));
        return shape.Kind == ShapeKind.KernelAddress
            ? lowering.Builder.Emit(Opcode.Reinterpret, IrType.KernelPointer, register)
            : lowering.KernelCalls.FromRegister(register, shape);
    }

    /// <summary>An object is of the same kernel type; a number has the same size; an address may be one, too.</summary>
    private static bool Fits(ModuleContext context, ITypeSymbol parameter, ITypeSymbol argument)
    {
        if (parameter.IsKernelClass() && argument.IsKernelClass())
            return ((INamedTypeSymbol)parameter).GetKernelType() == ((INamedTypeSymbol)argument).GetKernelType();
        TypeShape shape = context.Shapes[parameter];
        TypeShape passed = context.Shapes[argument];
        return shape.Kind switch
        {
            ShapeKind.Boolean => passed.Kind == ShapeKind.Boolean,
            ShapeKind.Integer => (passed.Kind == ShapeKind.Integer ? passed.Bits : 64) == shape.Bits && passed.Kind != ShapeKind.Boolean,
            _ => SymbolEqualityComparer.Default.Equals(parameter, argument),
        };
    }

    private static Location LocationOf(ProgramMethod program) =>
        program.Attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? program.Method.Locations[0];
}
