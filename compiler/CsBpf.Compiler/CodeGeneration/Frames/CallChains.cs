using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Frames;

/// <summary>Checks what the verifier asks of functions that call each other: together they have one frame's worth of stack, and no cycles.</summary>
internal sealed class CallChains
{
    /// <summary>How many functions may be active at the same time.</summary>
    private const int MaxDepth = 8;

    /// <summary>The verifier counts each frame in steps of this, in bytes.</summary>
    private const int FrameStep = 32;

    private readonly Dictionary<Function, FunctionCode> _code;

    private CallChains(IEnumerable<FunctionCode> code) => _code = code.ToDictionary(function => function.Function);

    /// <summary>Checks the functions of a module.</summary>
    /// <exception cref="CodeGenerationException">A chain of calls needs too much.</exception>
    public static void Check(IReadOnlyCollection<FunctionCode> code)
    {
        var chains = new CallChains(code);
        foreach (FunctionCode root in code.Where(function => function.Function.IsEntry))
            chains.Check(root, [], 0);
    }

    private void Check(FunctionCode code, List<Function> callers, int stack)
    {
        Function function = code.Function;
        if (callers.Contains(function))
            throw new CodeGenerationException(CodeGenerationError.Recursion, function, $"'{function.Name}' calls itself: {Describe([.. callers, function])}.");

        List<Function> chain = [.. callers, function];
        int total = stack + FrameSize(function);
        if (chain.Count > MaxDepth || (callers.Count > 0 && total > FrameLayout.MaxSize))
        {
            throw new CodeGenerationException(
                CodeGenerationError.CallChainTooDeep,
                function,
                $"The calls {Describe(chain, withSizes: true)} need {total} bytes of stack in {chain.Count} frames, there are {FrameLayout.MaxSize} bytes in {MaxDepth}.",
                total);
        }

        foreach (Function callee in code.Symbols.Select(use => use.Symbol).OfType<Function>().Where(callee => !callee.IsEntry).Distinct())
            Check(_code[callee], chain, total);
    }

    private int FrameSize(Function function) => (Math.Max(_code[function].StackSize, 1) + FrameStep - 1) / FrameStep * FrameStep;

    private string Describe(IEnumerable<Function> chain, bool withSizes = false) =>
        string.Join(" → ", chain.Select(function => withSizes ? $"'{function.Name}' ({FrameSize(function)} bytes)" : $"'{function.Name}'"));
}
