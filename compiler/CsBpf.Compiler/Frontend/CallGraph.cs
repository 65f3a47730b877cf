using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Who calls whom, to find recursion.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<ISymbol, List<(IMethodSymbol Callee, Location Location)>> _calls = new(SymbolEqualityComparer.Default);

    /// <summary>Notes a call.</summary>
    public void Add(IMethodSymbol caller, IMethodSymbol callee, Location location)
    {
        if (!_calls.TryGetValue(caller, out List<(IMethodSymbol, Location)>? callees))
            _calls.Add(caller, callees = []);
        callees.Add((callee, location));
    }

    /// <summary>Says each cycle at the call that closes it.</summary>
    public void ReportCycles(DiagnosticSink sink)
    {
        var done = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol start in _calls.Keys)
            Walk(start, done, sink);
    }

    // An explicit stack: the depth of the calls is the user's.
    private void Walk(ISymbol start, HashSet<ISymbol> done, DiagnosticSink sink)
    {
        var path = new List<ISymbol>();
        var frames = new Stack<(ISymbol Method, int Next)>();
        if (!done.Contains(start))
            Enter(start);
        while (frames.TryPop(out (ISymbol Method, int Next) frame))
        {
            List<(IMethodSymbol Callee, Location Location)> callees = _calls.GetValueOrDefault(frame.Method) ?? [];
            if (frame.Next == callees.Count)
            {
                path.RemoveAt(path.Count - 1);
                done.Add(frame.Method);
                continue;
            }

            frames.Push(frame with { Next = frame.Next + 1 });
            (IMethodSymbol callee, Location location) = callees[frame.Next];
            int cycle = path.FindIndex(method => SymbolEqualityComparer.Default.Equals(method, callee));
            if (cycle >= 0)
                sink.Report(LanguageDiagnostics.Recursion, location, callee.Name, string.Join(" → ", path.Skip(cycle).Append(callee).Select(method => method.Name)));
            else if (!done.Contains(callee))
                Enter(callee);
        }

        void Enter(ISymbol method)
        {
            path.Add(method);
            frames.Push((method, 0));
        }
    }
}
