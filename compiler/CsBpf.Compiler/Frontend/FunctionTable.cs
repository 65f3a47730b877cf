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
    private readonly Dictionary<IMethodSymbol, MethodFunction?> _functions = new(SymbolEqualityComparer.Default);
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
    public MethodFunction? Call(IMethodSymbol caller, IMethodSymbol callee, Location location)
    {
        _calls.Add(caller, callee, location);
        if (!_functions.TryGetValue(callee, out MethodFunction? function))
        {
            function = MethodFunction.Create(context, callee, location);
            _functions.Add(callee, function);
            if (function is not null)
                _pending.Enqueue(function);
        }

        return function;
    }

    /// <summary>Compiles what was called, and what that calls.</summary>
    public void CompilePending()
    {
        while (_pending.TryDequeue(out MethodFunction? function))
        {
            if (MethodBody.Find(context, function.Method) is { } body)
                new MethodLowering(context, function, body).Lower();
            context.Module.Functions.Add(function.Function);
        }

        _calls.ReportCycles(context.Sink);
    }

    /// <summary>The name of a method's symbol in the object.</summary>
    public string NameOf(IMethodSymbol method)
    {
        string name = method.MethodKind switch
        {
            MethodKind.Constructor => "new",
            MethodKind.PropertyGet or MethodKind.PropertySet => method.Name.Replace('.', '_'),
            _ => method.Name,
        };
        bool isOwn = SymbolEqualityComparer.Default.Equals(method.ContainingType, context.Object.Symbol);
        return TakeName(BtfNames.Identifier(isOwn ? name : $"{method.ContainingType.Name}_{name}"));
    }
}
