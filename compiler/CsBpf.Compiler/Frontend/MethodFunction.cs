using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Closures;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>A method as a function. Structs go by address: the caller passes a copy of its own, and memory for a struct that is returned.</summary>
/// <param name="Instance">The method.</param>
/// <param name="Function">The function.</param>
/// <param name="Result">What it returns.</param>
/// <param name="Captures">The variables of other methods that it uses: their addresses come after the parameters.</param>
internal sealed record MethodFunction(MethodInstance Instance, Function Function, TypeShape Result, ImmutableArray<CapturedVariable> Captures)
{
    /// <summary>The method as declared.</summary>
    public IMethodSymbol Method => Instance.Method;

    /// <summary>The parameters of the method that the function has, too: nothing is passed for those whose value is known.</summary>
    public IEnumerable<IParameterSymbol> Parameters => ParametersOf(Instance);

    /// <summary>True where the first parameter is the memory for the result.</summary>
    public bool ReturnsThroughMemory => Result.IsAggregate && !Method.ReturnsByRef && !Method.ReturnsByRefReadonly;

    /// <summary>True where a parameter is the address of the struct that the method is called on.</summary>
    public bool HasReceiver => Instance.ReceiverType is not null;

    /// <summary>The index of the function's parameter for the receiver.</summary>
    public int ReceiverIndex => ReturnsThroughMemory ? 1 : 0;

    /// <summary>The index of the function's parameter for the first parameter of the method.</summary>
    public int FirstParameterIndex => ReceiverIndex + (HasReceiver ? 1 : 0);

    /// <summary>True where a parameter of the function is the program's context.</summary>
    public bool IsContext(int index) =>
        index >= FirstParameterIndex && Parameters.ElementAtOrDefault(index - FirstParameterIndex) is { Type: var type } && type.GetProgramContext() is not null;

    /// <summary>Declares the function of a method; null where its types can't be used, which has been said.</summary>
    public static MethodFunction? Create(ModuleContext context, MethodInstance instance, Location location)
    {
        IMethodSymbol method = instance.Method;
        if (FindProblem(instance, context) is { } refusal)
        {
            context.Sink.Report(refusal.Descriptor, location, refusal.Arguments);
            return null;
        }

        bool isGlobal = method.IsGlobalFunction();
        var types = ImmutableArray.CreateBuilder<IrType>();
        var parameters = ImmutableArray.CreateBuilder<BtfParameter>();
        bool isByRef = method.ReturnsByRef || method.ReturnsByRefReadonly;
        TypeShape result = context.ShapeOf(method.ReturnType, location);
        bool isValid = result.IsScalar || result.IsAggregate || result.Kind == ShapeKind.Void;
        if (result.IsAggregate && !isByRef)
            AddAddress("result", result.Type);
        if (instance.ReceiverType is { } owner)
        {
            TypeShape receiver = context.ShapeOf(owner, location);
            isValid &= receiver.IsAggregate;
            AddAddress("this", receiver.Type);
        }

        foreach (IParameterSymbol parameter in ParametersOf(instance))
        {
            TypeShape shape = context.Shapes[parameter.Type];
            isValid &= Check(context, parameter, shape);
            if (parameter.RefKind != RefKind.None || shape.IsAggregate)
            {
                AddAddress(parameter.Name, shape.Type);
            }
            else
            {
                types.Add(shape.IrType);
                uint parameterType = isGlobal && shape.Type.GetProgramContext() is { } name ? ContextType(name) : context.KernelTypes.ParameterType(shape.Type);
                parameters.Add(new BtfParameter(BtfNames.Identifier(parameter.Name), parameterType));
            }
        }

        ImmutableArray<CapturedVariable> captures = FreeVariables.Of(context.Compilation, instance);
        foreach (CapturedVariable captured in captures)
            AddAddress(captured.Variable.Name, captured.Type);
        if (!isValid)
            return null;
        if (isGlobal && GlobalFunctionRules.FindProblem(method, result, Passed(), types.Count) is { } problem)
        {
            context.Sink.Report(ProgramDiagnostics.GlobalFunction, method.Locations[0], method.Name, problem);
            return null;
        }

        (IrType returned, uint btf) = isByRef ? (IrType.Pointer, context.Types.Pointer(context.Types[result.Type]))
            : result.IsScalar ? (result.IrType, context.KernelTypes.ParameterType(result.Type))
            : (IrType.Void, isGlobal ? context.Types[SpecialType.System_Int32] : 0u);
        uint prototype = context.Types.Prototype(btf, parameters.ToImmutable());
        var function = new Function(context.Functions.NameOf(instance), prototype, types.ToImmutable(), returned)
        {
            Location = SourceLocations.Of(method.Locations[0]),
            IsGlobal = isGlobal,
        };
        return new MethodFunction(instance, function, result, captures);

        IEnumerable<(string, TypeShape)> Passed() =>
        [
            .. instance.ReceiverType is { } type ? [("this", context.Shapes[type])] : Enumerable.Empty<(string, TypeShape)>(),
            .. ParametersOf(instance).Select(parameter => (parameter.Name, context.Shapes[parameter.Type])),
            .. captures.Select(captured => (captured.Variable.Name, context.Shapes[captured.Type])),
        ];

        // By its name the verifier knows what it is.
        uint ContextType(string name) => context.Types.Pointer(context.Types.Types.Add(new BtfStruct(name, 0, [])));

        void AddAddress(string name, ITypeSymbol target)
        {
            types.Add(IrType.Pointer);
            parameters.Add(new BtfParameter(BtfNames.Identifier(name), context.Types.Pointer(context.Types[target])));
        }
    }

    private static IEnumerable<IParameterSymbol> ParametersOf(MethodInstance instance) =>
        ExtensionMembers.ParametersOf(instance.Method).Where(parameter => instance.Known.Find(parameter) is null);

    private static bool Check(ModuleContext context, IParameterSymbol parameter, TypeShape shape)
    {
        if (shape.IsScalar || shape.IsAggregate)
            return true;
        if (shape.Problem is { } problem)
            context.Sink.Report(problem.Descriptor, parameter.Locations[0], problem.Arguments);
        else
            context.Sink.Report(ShapeProblems.AsValue(shape.Kind), parameter.Locations[0]);
        return false;
    }

    /// <summary>Why a method can't be a function; null where it can, as far as its declaration tells.</summary>
    public static TypeProblem? FindProblem(MethodInstance instance, ModuleContext context)
    {
        IMethodSymbol method = instance.Method;
        string name = method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        bool isVirtual = method is { IsVirtual: true, ContainingType.IsSealed: false } && !context.Object.IsOrInherits(method.ContainingType);
        bool isUnknown = (isVirtual || method is { ContainingType.TypeKind: TypeKind.Interface, MethodKind: not (MethodKind.LocalFunction or MethodKind.AnonymousFunction) })
            && instance.Implementer is null;
        if (method.IsAbstract || (isUnknown && !method.IsStatic) || method.ContainingType.TypeKind == TypeKind.Delegate)
            return new(LanguageDiagnostics.VirtualCall, name);
        if (method.IsVararg)
            return new(LanguageDiagnostics.UnsupportedOperation, "__arglist");
        if (method.IsAsync || IsIterator(method))
            return new(LanguageDiagnostics.AsyncOrIterator, name);
        if (method.IsExtern || method.DeclaringSyntaxReferences.IsEmpty || LibrarySources.IsForObjects(method, context.Shapes.With(instance.Types)))
            return new(LanguageDiagnostics.MethodWithoutSource, name, Alternatives.OfMember(method));
        return null;
    }

    private static bool IsIterator(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax().DescendantNodes().Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.YieldStatementSyntax));
}
