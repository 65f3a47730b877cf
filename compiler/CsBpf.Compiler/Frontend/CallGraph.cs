using CsBpf.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Who calls whom, to find recursion.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<MethodInstance, List<(MethodInstance Callee, Location Location)>> _calls = [];

    /// <summary>Notes a call.</summary>
    public void Add(MethodInstance caller, MethodInstance callee, Location location)
    {
        if (!_calls.TryGetValue(caller, out List<(MethodInstance, Location)>? callees))
            _calls.Add(caller, callees = []);
        callees.Add((callee, location));
    }

    /// <summary>Says each cycle at the call that closes it.</summary>
    public void ReportCycles(DiagnosticSink sink)
    {
        var done = new HashSet<MethodInstance>();
        foreach (MethodInstance start in _calls.Keys)
            Walk(start, done, sink);
    }

    // An explicit stack: the depth of the calls is the user's.
    private void Walk(MethodInstance start, HashSet<MethodInstance> done, DiagnosticSink sink)
    {
        var path = new List<MethodInstance>();
        var frames = new Stack<(MethodInstance Method, int Next)>();
        if (!done.Contains(start))
            Enter(start);
        while (frames.TryPop(out (MethodInstance Method, int Next) frame))
        {
            List<(MethodInstance Callee, Location Location)> callees = _calls.GetValueOrDefault(frame.Method) ?? [];
            if (frame.Next == callees.Count)
            {
                path.RemoveAt(path.Count - 1);
                done.Add(frame.Method);
                continue;
            }

            frames.Push(frame with { Next = frame.Next + 1 });
            (MethodInstance callee, Location location) = callees[frame.Next];
            int cycle = path.IndexOf(callee);
            if (cycle >= 0)
            {
                IEnumerable<string> names = path.Skip(cycle).Append(callee).Select(step => step.Method.Name);
                sink.Report(LanguageDiagnostics.Recursion, location, callee.Method.Name, string.Join(" → ", names));
            }
            else if (!done.Contains(callee))
                Enter(callee);
        }

        void Enter(MethodInstance method)
        {
            path.Add(method);
            frames.Push((method, 0));
        }
    }
}
