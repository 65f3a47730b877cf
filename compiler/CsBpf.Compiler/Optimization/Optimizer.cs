using System.Diagnostics;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Ranges;
using CsBpf.Compiler.Optimization.Rewriting;
using CsBpf.Compiler.Optimization.Slots;

namespace CsBpf.Compiler.Optimization;

/// <summary>Makes the functions of a module faster and smaller: the table of passes, in the order in which they run.</summary>
internal static class Optimizer
{
    private static readonly Pass[] Passes = Ordered(
        new("control-flow", ControlFlow.Run),
        new("inline", Inlining.Run, "control-flow"),
        new("simplify", Simplification.Run),
        new("local-atomics", LocalAtomics.Run, "inline"),
        new("split-slots", SlotSplitting.Run, "simplify"),
        new("promote-slots", SlotPromotion.Run, "split-slots"),
        // Before the length of a span that shows all of its memory, or nothing, is taken for the size of that.
        new("define-values", UndefinedValues.Run, "promote-slots"),
        new("simplify", Simplification.Run),
        new("number-values", ValueNumbering.Run, "promote-slots"),
        new("simplify", Simplification.Run),
        // Once more: which memory a span shows is known when the span itself is gone.
        new("split-slots", SlotSplitting.Run),
        new("promote-slots", SlotPromotion.Run, "split-slots"),
        new("forget-arrays", ArrayExtents.ForgetInProgram, "promote-slots"),
        new("local-atomics", LocalAtomics.Run, "number-values"),
        new("known-conditions", KnownConditions.Run, "number-values"),
        new("thread-jumps", JumpThreading.Run, "known-conditions"),
        new("promote-slots", SlotPromotion.Run, "thread-jumps"),
        new("define-values", UndefinedValues.Run, "number-values"),
        new("control-flow", ControlFlow.Run),
        new("simplify", Simplification.Run),
        new("number-values", ValueNumbering.Run),
        new("known-conditions", KnownConditions.Run),
        new("decide-ranges", RangeDecisions.Run, "number-values"),
        new("simplify", Simplification.Run),
        new("dead-stores", DeadStores.Run, "number-values"),
        new("merge-slots", SlotMerging.Run, "dead-stores"),
        new("dead-code", DeadCode.Run, "merge-slots"),
        new("control-flow", ControlFlow.Run));

    /// <summary>Optimizes a module. What it calls is optimized before a function, and inlined as it is then.</summary>
    /// <param name="module">The module; its functions are changed in place, those that nobody calls any more are removed.</param>
    /// <param name="after">Called with each function after each pass, with the pass's name.</param>
    public static void Run(BpfModule module, Action<string, Function>? after = null)
    {
        var calls = new CallGraph(module);
        PacketMoves.Mark(calls);
        foreach (Function function in calls.CalleesFirst)
        {
            Validate(function);
            foreach (Pass pass in Passes)
            {
                pass.Run(function, calls);
                Validate(function);
                after?.Invoke(pass.Name, function);
            }
        }

        CallGraph.RemoveUncalled(module);
        module.Functions.ForEach(UndefinedValues.Clear);
        module.Functions.ForEach(ArrayExtents.Forget);
    }

    [Conditional("DEBUG")]
    private static void Validate(Function function) => IrValidator.Validate(function);

    /// <summary>Asserts that each pass comes after those that it relies on.</summary>
    private static Pass[] Ordered(params Pass[] passes)
    {
        var earlier = new HashSet<string>();
        foreach (Pass pass in passes)
        {
            if (pass.After.FirstOrDefault(name => !earlier.Contains(name)) is { } missing)
                throw new InvalidOperationException($"The pass {pass.Name} must come after {missing}.");
            earlier.Add(pass.Name);
        }

        return passes;
    }
}
