using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>Which functions of a module call which, be it through a helper that calls back.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<Function, List<Function>> _callees = [];
    private readonly Dictionary<Function, List<Function>> _later = [];
    private readonly Dictionary<Function, int> _sites = [];
    private readonly HashSet<Function> _recursive = [];

    /// <summary>Collects the calls of a module as it is now.</summary>
    public CallGraph(BpfModule module)
    {
        foreach (Function function in module.Functions)
        {
            // What a timer calls may start the timer with itself: that is no recursion.
            ILookup<bool, Function> callees = function.Blocks.SelectMany(block => block.Values)
                .Where(value => value.Opcode is Opcode.Call or Opcode.FunctionAddress).Select(value => value.Callee)
                .ToLookup(callee => callee.Callback == CallbackInfo.Later);
            _callees.Add(function, [.. callees[false]]);
            _later.Add(function, [.. callees[true]]);
            foreach (Function callee in callees.SelectMany(called => called))
                _sites[callee] = _sites.GetValueOrDefault(callee) + 1;
        }

        Order(module);
    }

    /// <summary>The functions, each after those that it calls, but for recursion.</summary>
    public List<Function> CalleesFirst { get; } = [];

    /// <summary>In how many places a function is called.</summary>
    public int SitesOf(Function function) => _sites.GetValueOrDefault(function);

    /// <summary>True where a function may come to call itself.</summary>
    public bool IsRecursive(Function function) => _recursive.Contains(function);

    /// <summary>Removes the functions that no program comes to call, once calls are inlined.</summary>
    public static void RemoveUncalled(BpfModule module)
    {
        var graph = new CallGraph(module);
        var called = new HashSet<Function>();
        var work = new Stack<Function>(module.Functions.Where(function => function.Program is not null));
        while (work.TryPop(out Function? function))
        {
            if (!called.Add(function))
                continue;
            foreach (Function callee in graph._callees[function].Concat(graph._later[function]))
                work.Push(callee);
        }

        module.Functions.RemoveAll(function => !called.Contains(function));
    }

    private void Order(BpfModule module)
    {
        var state = new Dictionary<Function, int>();
        var path = new Stack<(Function Function, int Next)>();
        foreach (Function root in module.Functions)
        {
            if (state.TryAdd(root, path.Count))
                path.Push((root, 0));
            while (path.TryPop(out (Function Function, int Next) step))
            {
                if (step.Next == _callees[step.Function].Count)
                {
                    CalleesFirst.Add(step.Function);
                    state[step.Function] = -1;
                    continue;
                }

                path.Push((step.Function, step.Next + 1));
                Function callee = _callees[step.Function][step.Next];
                if (state.TryAdd(callee, path.Count))
                    path.Push((callee, 0));
                else if (state[callee] >= 0)
                    _recursive.UnionWith(path.Select(on => on.Function).TakeWhile(on => on != callee).Append(callee));
            }
        }
    }
}
