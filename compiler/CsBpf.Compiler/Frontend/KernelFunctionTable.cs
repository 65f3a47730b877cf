using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The helpers and kernel functions that a module uses.</summary>
/// <param name="context">The module.</param>
internal sealed class KernelFunctionTable(ModuleContext context)
{
    private readonly Dictionary<string, KernelFunction> _kfuncs = [];
    private readonly Dictionary<string, (Location Location, string Since)> _tooNew = [];
    private readonly HashSet<string> _asked = [];

    /// <summary>The helper of a binding, called at a place in a function.</summary>
    public HelperFunction Helper(HelperBinding binding, HelperEffects effects, Function caller, Location location)
    {
        if (IsNewer(binding.Since))
            _tooNew.TryAdd(binding.Name, (location, binding.Since));
        if (binding.SinceInSleepable is { } since)
            context.Sleepable.Add(caller, binding.Name, since, location);
        if (binding.Programs is { } kinds)
            context.Programs.Add(caller, binding.Name, kinds, location);
        return new HelperFunction(binding.Id, binding.Name, effects);
    }

    /// <summary>Says at a place that the target kernel is too old for something that the kernel has since a release.</summary>
    public void CheckSince(string feature, string since, Location location)
    {
        if (IsNewer(since))
            context.Sink.Report(KernelDiagnostics.NewerKernel, location, feature, since, context.Options.TargetKernel);
    }

    /// <summary>The kernel function of a binding, called at a place.</summary>
    public KernelFunction Called(KfuncBinding binding, IMethodSymbol method, Location location)
    {
        if (IsNewer(binding.Since))
            _tooNew.TryAdd(binding.Name, (location, binding.Since));
        return Get(binding, method);
    }

    /// <summary>
    /// The kernel function that a program asks about, or that leaves a section, which is there where the one is that enters it: the object loads
    /// without it.
    /// </summary>
    public KernelFunction Queried(KfuncBinding binding, IMethodSymbol method)
    {
        _asked.Add(binding.Name);
        return _kfuncs[binding.Name] = Get(binding, method) with { IsWeak = true };
    }

    /// <summary>A helper that a program asks for: it may call one that not all kernels have.</summary>
    public void AskedFor(HelperBinding binding) => _asked.Add(binding.Name);

    /// <summary>Gives all uses of a function the same answer to whether it must be there, and says which must be and may not.</summary>
    public void Complete()
    {
        foreach (Value value in context.Module.Functions.SelectMany(function => function.Blocks).SelectMany(block => block.Values))
        {
            if (value.Opcode is Opcode.CallKfunc or Opcode.KfuncExists)
                value.Detail = _kfuncs[value.Kfunc.Name];
        }

        foreach ((string name, (Location location, string since)) in _tooNew)
        {
            if (!_asked.Contains(name))
                context.Sink.Report(KernelDiagnostics.NewerKernel, location, name, since, context.Options.TargetKernel);
        }
    }

    private KernelFunction Get(KfuncBinding binding, IMethodSymbol method)
    {
        if (!_kfuncs.TryGetValue(binding.Name, out KernelFunction? function))
            _kfuncs.Add(binding.Name, function = new KernelFunction(binding.Name, Prototype(method), IsWeak: false));
        return function;
    }

    private uint Prototype(IMethodSymbol method)
    {
        ITypeSymbol? section = new[] { method.ContainingType, method.ReturnType }.FirstOrDefault(type => type.IsKernelSection());
        ImmutableArray<BtfParameter> parameters = section is not null
            ? [.. context.Shapes[section].Layout!.Fields.Select(SectionArgument)]
            : [.. method.Parameters.Select(parameter => new BtfParameter(BtfNames.Identifier(parameter.Name), ParameterType(parameter)))];
        bool returnsVoid = method.ReturnsVoid || section is not null;
        return context.Types.Prototype(returnsVoid ? 0 : context.KernelTypes.ParameterType(method.ReturnType), parameters);
    }

    private BtfParameter SectionArgument(LayoutField field) => new(field.Name, context.Types.Pointer(context.Types[field.Shape.Type]));

    private uint ParameterType(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.None ? context.KernelTypes.ParameterType(parameter.Type) : context.Types.Pointer(context.Types[parameter.Type]);

    /// <summary>True for a release behind the target kernel.</summary>
    public bool IsNewer(string since) => Version.TryParse(since, out Version? version) && version > context.Options.TargetKernel;
}
