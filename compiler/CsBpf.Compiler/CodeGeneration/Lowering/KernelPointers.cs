using CsBpf.Compiler.CodeGeneration.Core;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Which kernel addresses of a module the verifier follows through BTF: those from a program's context, those loaded from the members of
/// such objects, and the addresses inside of them.
/// </summary>
internal sealed class KernelPointers
{
    /// <summary>The helpers that give a typed pointer: the current task (<c>bpf_get_current_task_btf</c>).</summary>
    private static readonly HashSet<int> TypedHelpers = [158];

    /// <summary>Those that give one or null: <c>bpf_skc_to_*</c>, <c>bpf_sock_from_file</c>.</summary>
    private static readonly HashSet<int> TypedOrNullHelpers = [136, 137, 138, 139, 140, 162, 178, 196];

    private readonly BpfModule _module;
    private readonly CoreValues _core;
    private readonly NullChecks _checks;
    private readonly Dictionary<Value, KernelProvenance> _provenances = [];
    private readonly Dictionary<(Function, int), KernelProvenance> _parameters = [];
    private readonly Dictionary<Function, KernelProvenance> _results = [];

    private KernelPointers(BpfModule module, CoreValues core)
    {
        _module = module;
        _core = core;
        _checks = new NullChecks(module.Functions);
    }

    /// <summary>Analyses a module.</summary>
    public static KernelPointers Analyze(BpfModule module, CoreValues core)
    {
        var pointers = new KernelPointers(module, core);
        while (module.Functions.Aggregate(false, (changed, function) => pointers.Visit(function) | changed))
        {
        }

        return pointers;
    }

    /// <summary>What is known about an address where a value uses it.</summary>
    public KernelProvenance At(Value address, Value user) => Of(address) switch
    {
        KernelProvenance.TypedOrNull when _checks.IsNonNull(address, user.Block!) => KernelProvenance.Typed,
        KernelProvenance.Null => KernelProvenance.Untyped,
        var provenance => provenance,
    };

    private KernelProvenance Of(Value value) => _provenances.GetValueOrDefault(value);

    private bool Visit(Function function)
    {
        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                if (value.Type == IrType.KernelPointer)
                    changed |= Join(_provenances, value, Compute(function, value));
                if (value.Opcode == Opcode.Call)
                    changed |= JoinArguments(value);
            }

            if (block is { Terminator: TerminatorKind.Return, Control: { Type: IrType.KernelPointer } result })
                changed |= Join(_results, function, Of(result));
        }

        return changed;
    }

    private bool JoinArguments(Value call)
    {
        bool changed = false;
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Type == IrType.KernelPointer)
                changed |= Join(_parameters, (call.Callee, i), At(call.Arguments[i], call));
        }

        return changed;
    }

    private static bool Join<TKey>(Dictionary<TKey, KernelProvenance> provenances, TKey key, KernelProvenance provenance)
        where TKey : notnull
    {
        KernelProvenance old = provenances.GetValueOrDefault(key);
        KernelProvenance joined = old.Join(provenance);
        provenances[key] = joined;
        return joined != old;
    }

    private KernelProvenance Compute(Function function, Value value) => value.Opcode switch
    {
        Opcode.Constant => KernelProvenance.Null,
        Opcode.Parameter when function.Program is not null || function.Callback is not null => KernelProvenance.Typed,
        Opcode.Parameter => _parameters.GetValueOrDefault((function, (int)value.Immediate)),
        Opcode.Phi => value.Arguments.Aggregate(KernelProvenance.Unknown, (joined, argument) => joined.Join(Of(argument))),
        Opcode.Select => Of(value.Arguments[1]).Join(Of(value.Arguments[2])),
        Opcode.KernelLoad => Through(value, _core.IsPointerToObject(value.KernelAccess)),
        // Of the context, the verifier lets programs load at constant offsets only.
        Opcode.KernelAddress => IsContext(function, value.Arguments[0]) ? KernelProvenance.Untyped : Inside(value),
        // Newer kernels know of arguments that may be null.
        Opcode.Load => IsContext(function, value.Arguments[0]) ? KernelProvenance.TypedOrNull : KernelProvenance.Untyped,
        Opcode.CallHelper when TypedHelpers.Contains(value.Helper.Id) => KernelProvenance.Typed,
        Opcode.CallHelper when TypedOrNullHelpers.Contains(value.Helper.Id) => KernelProvenance.TypedOrNull,
        Opcode.CallKfunc when GivesObject(value.Kfunc) => KernelProvenance.TypedOrNull,
        Opcode.Call => _results.GetValueOrDefault(value.Callee),
        _ => KernelProvenance.Untyped,
    };

    /// <summary>A pointer that is loaded from an object; where the object may be null, so may the pointer.</summary>
    private KernelProvenance Through(Value load, bool isPointerToObject) => At(load.Arguments[0], load) switch
    {
        KernelProvenance.Unknown => KernelProvenance.Unknown,
        KernelProvenance.Typed or KernelProvenance.TypedOrNull when !isPointerToObject => KernelProvenance.Untyped,
        KernelProvenance.Typed when VerifierNullability.MayBeNull(load.KernelAccess) => KernelProvenance.TypedOrNull,
        var provenance => provenance,
    };

    /// <summary>Null plus an offset is a number.</summary>
    private KernelProvenance Inside(Value address) => At(address.Arguments[0], address) switch
    {
        KernelProvenance.TypedOrNull => KernelProvenance.Untyped,
        var provenance => provenance,
    };

    private bool GivesObject(KernelFunction kfunc) =>
        _module.Types[kfunc.Prototype] is BtfFunctionPrototype prototype && _core.IsPointerToObject(prototype.Return);

    private static bool IsContext(Function function, Value pointer) => function.Program is not null && pointer.Opcode == Opcode.Parameter;
}
