using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Checks the kernel objects that helpers are given: a number that happens to be an address won't do.</summary>
internal static class KernelArguments
{
    /// <summary>The helpers that follow what their first argument refers to: <c>bpf_find_vma</c>.</summary>
    private static readonly HashSet<int> Followed = [180];

    /// <summary>Those that keep something with what their second argument refers to, which must be there: the storage of sockets, inodes, tasks, cgroups.</summary>
    private static readonly HashSet<int> Kept = [107, 108, 145, 146, 156, 157, 210, 211];

    /// <summary>The members that lead to objects which are there as long as RCU lets them (the verifier's lists <c>__safe_rcu</c>).</summary>
    private static readonly HashSet<string> Protected =
        ["task_struct.real_parent", "task_struct.group_leader", "task_struct.cgroups", "css_set.dfl_cgrp"];

    /// <summary>Whether a helper keeps something with what an argument refers to.</summary>
    public static bool IsObject(Value call, int argument) => argument == 1 && Kept.Contains(call.Helper.Id);

    /// <summary>Checks the calls of a function.</summary>
    /// <exception cref="CodeGenerationException">The verifier does not know an object.</exception>
    public static void Check(Function function, KernelPointers pointers)
    {
        foreach (Value call in function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.CallHelper))
        {
            bool isKept = Kept.Contains(call.Helper.Id);
            if (!isKept && !Followed.Contains(call.Helper.Id))
                continue;
            Value argument = call.Arguments[isKept ? 1 : 0];
            // What is no kernel object is the context.
            if (argument.Type != IrType.KernelPointer || (pointers.At(argument, call) == KernelProvenance.Typed && (!isKept || IsThere(function, argument, []))))
                continue;
            throw new CodeGenerationException(
                CodeGenerationError.UnknownObject,
                function,
                $"'{call.Helper.Name}' is called on an object that the verifier does not know.",
                location: call.Location);
        }
    }

    // From the context, or a helper that gives it, or on the way that RCU guards: programs that may sleep are outside of that.
    private static bool IsThere(Function function, Value value, HashSet<Value> seen) => !seen.Add(value) || value.Opcode switch
    {
        Opcode.Parameter => function.Program is not null || function.Callback is not null,
        Opcode.Load => IsContext(function, value.Arguments[0]),
        Opcode.CallHelper or Opcode.CallKfunc => true,
        Opcode.KernelLoad => IsContext(function, value.Arguments[0])
            || (function.Program is { IsSleepable: false } && Protected.Contains(value.KernelAccess.Display) && IsThere(function, value.Arguments[0], seen)),
        Opcode.Phi => value.Arguments.TrueForAll(argument => IsThere(function, argument, seen)),
        Opcode.Select => value.Arguments.Skip(1).All(argument => IsThere(function, argument, seen)),
        _ => false,
    };

    private static bool IsContext(Function function, Value pointer) => function.Program is not null && pointer.Opcode == Opcode.Parameter;
}
