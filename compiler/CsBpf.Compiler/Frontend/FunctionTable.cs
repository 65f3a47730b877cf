using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The methods that programs call, each compiled once.</summary>
/// <param name="context">The module.</param>
internal sealed class FunctionTable(ModuleContext context)
{
    // More than anyone nests types or delegates, and less than a chain of instances that never ends.
    private const int DeepestInstance = 16;

    private readonly Dictionary<MethodInstance, MethodFunction?> _functions = [];
    private readonly Dictionary<(MethodInstance Target, ISymbol Type), Function> _callbacks = [];
    private readonly Queue<MethodFunction> _pending = [];
    private readonly HashSet<string> _names = [];
    private readonly CallGraph _calls = new();

    /// <summary>Takes a name for a function; a number is appended where it is taken.</summary>
    public string TakeName(string name)
    {
        string candidate = name;
        for (int number = 1; !_names.Add(candidate); number++)
            candidate = $"{name}_{number}";
        return candidate;
    }

    /// <summary>The function of a method that another calls; null where it can't be compiled, which has been said.</summary>
    /// <param name="caller">The other.</param>
    /// <param name="callee">The method.</param>
    /// <param name="location">Where it is called.</param>
    /// <param name="isLater">True where the kernel calls it when the other is done: it may name itself.</param>
    public MethodFunction? Call(MethodInstance caller, MethodInstance callee, Location location, bool isLater = false)
    {
        if (!isLater)
            _calls.Add(caller, callee, location);
        if (!_functions.TryGetValue(callee, out MethodFunction? function))
        {
            function = Create(callee, location);
            _functions.Add(callee, function);
            if (function is not null)
                _pending.Enqueue(function);
        }

        return function;
    }

    /// <summary>The function that the kernel calls for a delegate.</summary>
    /// <param name="target">What the delegate calls.</param>
    /// <param name="invoke">How it is called.</param>
    /// <param name="create">Makes the function.</param>
    public Function Callback(MethodInstance target, IMethodSymbol invoke, Func<Function> create)
    {
        if (!_callbacks.TryGetValue((target, invoke.ContainingType), out Function? callback))
        {
            _callbacks.Add((target, invoke.ContainingType), callback = create());
            context.Module.Functions.Add(callback);
        }

        return callback;
    }

    /// <summary>Compiles what was called, and what that calls.</summary>
    public void CompilePending()
    {
        while (_pending.TryDequeue(out MethodFunction? function))
        {
            if (context.Bodies.Find(function.Method) is { } body)
                new MethodLowering(context.With(function.Instance.Types), function, body).Lower();
            context.Module.Functions.Add(function.Function);
        }

        _calls.ReportCycles(context.Sink);
    }

    /// <summary>The name of a method's symbol in the object.</summary>
    public string NameOf(MethodInstance instance)
    {
        IMethodSymbol method = instance.Method;
        string name = method.MethodKind switch
        {
            MethodKind.Constructor => "new",
            MethodKind.PropertyGet or MethodKind.PropertySet => method.Name.Replace('.', '_'),
            MethodKind.AnonymousFunction => "lambda",
            _ => method.Name,
        };
        bool isOwn = SymbolEqualityComparer.Default.Equals(method.ContainingType, context.Object.Symbol);
        string[] words =
        [
            .. isOwn ? [] : new[] { method.ContainingType.Name },
            name,
            .. instance.Implementer is { } type ? new[] { BtfNames.Word(type) } : [],
            .. instance.Types.Types.Select(BtfNames.Word),
        ];
        return TakeName(BtfNames.Identifier(string.Join('_', words)));
    }

    private MethodFunction? Create(MethodInstance callee, Location location)
    {
        if (callee.Depth <= DeepestInstance)
            return MethodFunction.Create(context.With(callee.Types), callee, location);
        string name = callee.Method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        context.Sink.Report(LanguageDiagnostics.EndlessInstances, location, name);
        return null;
    }
}
