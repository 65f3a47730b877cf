namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>What programs come to run.</summary>
internal static class ReachedFunctions
{
    /// <summary>Functions, and all that they call, be it through a helper that calls back.</summary>
    public static HashSet<Function> From(params IEnumerable<Function> functions)
    {
        var reached = new HashSet<Function>();
        var work = new Stack<Function>(functions);
        while (work.TryPop(out Function? function))
        {
            if (!reached.Add(function))
                continue;
            foreach (Value value in function.Blocks.SelectMany(block => block.Values))
            {
                if (value.CalledFunction is { } callee)
                    work.Push(callee);
            }
        }

        return reached;
    }
}
