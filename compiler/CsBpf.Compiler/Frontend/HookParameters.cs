using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The parameters of a program that gets the arguments or the result of its hook: of a tracepoint, of a function.</summary>
/// <param name="context">The module.</param>
/// <param name="program">The program.</param>
/// <param name="hook">Its hook.</param>
internal sealed class HookParameters(ModuleContext context, ProgramMethod program, HookBinding hook)
{
    private const int ArgumentSize = 8;

    private readonly HookRegisters? _registers = hook.Registers is { } registers ? new HookRegisters(registers) : null;

    private readonly IMethodSymbol _method = program.Method;

    // What is known of the hook; null where nothing is.
    private IMethodSymbol? _prototype;

    /// <summary>The type of the context's address.</summary>
    public IrType ContextType => _registers is null ? IrType.Pointer : IrType.KernelPointer;

    /// <summary>The context in BTF: registers, or a row of arguments.</summary>
    public uint ContextBtf =>
        _registers is null ? context.Types[SpecialType.System_UInt64] : context.KernelTypes[_registers.Context];

    /// <summary>Checks that the parameters are what the hook passes.</summary>
    /// <returns>False where they are not, which has been said.</returns>
    public bool Check()
    {
        if (hook.Arguments is { } name)
        {
            ImmutableArray<IMethodSymbol> prototypes = HookPrototypes.Find(context.Shapes.Compilation, name);
            if (prototypes.IsEmpty && !ReportUnknown(name))
                return false;
            // Where files of the kernel have different functions of that name, it is the one that fits.
            _prototype = prototypes.FirstOrDefault(prototype => _method.Parameters.All(parameter => Problem(parameter, prototype) is null))
                ?? prototypes.FirstOrDefault();
        }

        bool areRight = true;
        foreach (IParameterSymbol parameter in _method.Parameters)
        {
            if (Problem(parameter, _prototype) is not { } what)
                continue;
            context.Sink.Report(
                ProgramDiagnostics.HookArgument,
                parameter.Locations[0],
                parameter.Name,
                parameter.Type.ToDisplayString(),
                program.TargetName,
                what,
                _prototype is null ? "numbers of at most 64 bits" : $"'{HookPrototypes.Name(_prototype)}' does");
            areRight = false;
        }

        return areRight;
    }

    /// <summary>Reads what a parameter stands for.</summary>
    /// <param name="lowering">The program's method.</param>
    /// <param name="contextAddress">The address of the context.</param>
    /// <param name="parameter">The parameter.</param>
    public Value Load(MethodLowering lowering, Value contextAddress, IParameterSymbol parameter)
    {
        TypeShape shape = context.Shapes[parameter.Type];
        if (hook.HasTrustedArguments && parameter.Type.IsKernelClass())
            return lowering.Operands.ReadMemory(new MemoryPlace(contextAddress, SlotOf(parameter) * ArgumentSize, shape));
        Value register = _registers is null
            ? lowering.Operands.ReadMemory(new MemoryPlace(contextAddress, SlotOf(parameter) * ArgumentSize, context.Shapes.Int64))
            : _registers.Load(lowering, contextAddress, IsResult(parameter) ? null : IndexOf(parameter));
        return shape.Kind == ShapeKind.KernelAddress
            ? lowering.Builder.Emit(Opcode.Reinterpret, IrType.KernelPointer, register)
            : lowering.KernelCalls.FromRegister(register, shape);
    }

    /// <summary>Says that nothing is known of the hook.</summary>
    /// <returns>False where there is no going on without that: in registers the parameters say themselves what is there.</returns>
    private bool ReportUnknown(string name)
    {
        DiagnosticDescriptor descriptor = !HookPrototypes.IsFunction(context.Shapes.Compilation, name) ? ProgramDiagnostics.UnknownTracepoint
            : _registers is null ? ProgramDiagnostics.UnknownFunction
            : ProgramDiagnostics.UncheckedFunction;
        Location location = program.Attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? _method.Locations[0];
        context.Sink.Report(descriptor, location, descriptor == ProgramDiagnostics.UnknownTracepoint ? program.TargetName : HookPrototypes.LastPart(name));
        return descriptor == ProgramDiagnostics.UncheckedFunction;
    }

    /// <summary>What the hook passes instead of a parameter; null where it fits.</summary>
    private string? Problem(IParameterSymbol parameter, IMethodSymbol? prototype)
    {
        if (_registers is not null && !_registers.Has(IsResult(parameter) ? null : IndexOf(parameter)))
            return IsResult(parameter) ? "no result" : $"{_registers.ArgumentCount} arguments in registers";
        if (!HookPrototypes.IsCheckable(prototype, _registers))
            return parameter.RefKind == RefKind.None && IsRegister(parameter.Type) ? null : "a number there";
        if (IsResult(parameter))
        {
            return (_registers is null && !hook.PassesResult) || prototype.ReturnsVoid ? "no result"
                : Mismatch(parameter, prototype.ReturnType) ? $"the result '{Display(prototype.ReturnType)}'"
                : null;
        }

        IParameterSymbol? argument = prototype.Parameters.ElementAtOrDefault(IndexOf(parameter));
        return argument is null ? $"{prototype.Parameters.Length} arguments"
            : Mismatch(parameter, argument.Type) ? $"'{Display(argument.Type)}' there"
            : null;
    }

    /// <summary>True where a value of 64 bits can be a parameter's, as far as is known of the hook.</summary>
    private bool IsRegister(ITypeSymbol type) => context.Shapes[type].Kind switch
    {
        ShapeKind.Integer or ShapeKind.Boolean => true,
        // What user space passes is no address of the kernel.
        ShapeKind.KernelAddress => hook.Arguments is not null && _registers is { IsBehindFirstArgument: false },
        _ => false,
    };

    private bool Mismatch(IParameterSymbol parameter, ITypeSymbol passed) => parameter.RefKind != RefKind.None || !Fits(parameter.Type, passed);

    /// <summary>An object is of the same kernel type; a number has the same size; an address may be one, too.</summary>
    private bool Fits(ITypeSymbol parameter, ITypeSymbol argument)
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

    private static string Display(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>Where in the context a parameter is: the result is behind all arguments.</summary>
    private int SlotOf(IParameterSymbol parameter) => IsResult(parameter) ? _prototype!.Parameters.Length : IndexOf(parameter);

    /// <summary>Which argument a parameter is.</summary>
    private int IndexOf(IParameterSymbol parameter) => _method.Parameters.Take(parameter.Ordinal).Count(before => !IsResult(before));

    private bool IsResult(IParameterSymbol parameter) => parameter.IsReturnValue() || _registers is { ArgumentCount: 0 };
}
