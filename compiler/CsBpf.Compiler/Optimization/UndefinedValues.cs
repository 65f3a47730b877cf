using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization;

/// <summary>
/// Makes of phis that are one value or undefined that value. So a variable that holds an empty span at first, and parts of one memory later, has
/// one address and one size on all ways, which the verifier knows also where it has forgotten the numbers that a loop changes.
/// </summary>
internal sealed class UndefinedValues
{
    private readonly Function _function;
    private readonly DominatorTree _dominators;
    private readonly Dictionary<Value, Value> _replacements = [];

    private UndefinedValues(Function function)
    {
        _function = function;
        _dominators = new DominatorTree(function);
    }

    public static void Run(Function function)
    {
        if (!Values(function).Any(value => value.Opcode == Opcode.Undefined))
            return;
        var values = new UndefinedValues(function);
        foreach (Value phi in values.FindPhis())
        {
            if (values.Find(phi) is { } value)
                values._replacements.Add(phi, value);
        }

        if (values._replacements.Count == 0)
            return;
        foreach (BasicBlock block in function.Blocks)
            block.Values.RemoveAll(values._replacements.ContainsKey);
        function.Replace(values._replacements);
    }

    /// <summary>What is undefined in the end is 0.</summary>
    public static void Clear(Function function)
    {
        foreach (Value value in Values(function).Where(value => value.Opcode == Opcode.Undefined))
            value.Become(Opcode.Constant, value.Type, []);
    }

    private static IEnumerable<Value> Values(Function function) => function.Blocks.SelectMany(block => block.Values);

    /// <summary>The phis that may be undefined.</summary>
    private List<Value> FindPhis()
    {
        Value[] phis = [.. _function.Blocks.SelectMany(block => block.Phis)];
        var found = new HashSet<Value>();
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Value phi in phis)
                changed |= phi.Arguments.Exists(value => value.Opcode == Opcode.Undefined || found.Contains(value)) && found.Add(phi);
        }

        return [.. phis.Where(found.Contains)];
    }

    /// <summary>What a phi is where it is defined; null where that is more than one value, or one that is not there yet.</summary>
    private Value? Find(Value phi)
    {
        if (OnlySource(phi, out HashSet<Value> web) is not { } found)
            return null;
        if (found.Arguments.Count == 0 && found.Opcode.Info().IsPure)
        {
            Value copy = _function.NewValue(found.Opcode, found.Type, found.Location, immediate: found.Immediate, detail: found.Detail);
            return _function.Entry.Insert(0, copy);
        }

        // Where it is there before all of the phis, none of them holds what it was in an earlier round.
        return web.All(one => found.Block != one.Block && _dominators.Dominates(found.Block!, one.Block!)) ? found : null;
    }

    /// <summary>The one value that a phi and the phis before it take, beside what is undefined.</summary>
    private Value? OnlySource(Value phi, out HashSet<Value> web)
    {
        web = [phi];
        var work = new Stack<Value>(web);
        Value? found = null;
        while (work.TryPop(out Value? next))
        {
            foreach (Value argument in next.Arguments)
            {
                if (argument.Opcode == Opcode.Phi)
                {
                    if (web.Add(argument))
                        work.Push(argument);
                }
                else if (argument.Opcode != Opcode.Undefined)
                {
                    if (found is not null && found != argument && !IsSame(found, argument))
                    {
                        Close(phi);
                        return null;
                    }

                    found = argument;
                }
            }
        }

        return found;
    }

    // What shows several memories is of more sizes anyway; often that of the memory is the length.
    private void Close(Value phi)
    {
        for (int way = 0; way < phi.Arguments.Count; way++)
        {
            if (phi.Arguments[way].Opcode == Opcode.Undefined)
                phi.Arguments[way] = phi.Incoming[way].Append(_function.NewConstant(phi.Type, 0, phi.Location));
        }
    }

    private static bool IsSame(Value x, Value y) =>
        x.Opcode.Info().IsPure && ValueKey.Of(x, state: 0).Equals(ValueKey.Of(y, state: 0)) && x.Arguments.Count == 0;
}
