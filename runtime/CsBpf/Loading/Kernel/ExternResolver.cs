using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Finds in the kernel what an object declares as extern.</summary>
/// <param name="local">The object's types.</param>
/// <param name="kernel">The types of the running kernel and its modules.</param>
internal sealed class ExternResolver(BtfTypes local, KernelTypes kernel)
{
    /// <summary>The number of no helper, as libbpf marks calls of functions that the kernel lacks.</summary>
    private const int MissingFunctionHelper = 2002000000;

    private readonly Dictionary<ExternSpec, KernelType?> _found = [];
    private readonly Dictionary<ExternSpec, ulong> _addresses = [];
    private readonly List<KernelModule> _modules = [];

    /// <summary>The BTF of the modules whose functions programs call: an instruction has the number of its module here, from 1.</summary>
    public IEnumerable<BtfHandle> Modules => _modules.Select(module => module.Handle);

    /// <summary>Looks for an extern, whether or not a program uses it: what an object can do without, it declares weak.</summary>
    /// <exception cref="BpfException">The kernel does not have it, or something else of that name.</exception>
    public void Resolve(ExternSpec spec)
    {
        if (spec.Kind == ExternKind.Symbol)
            _addresses[spec] = KernelSymbols.Find(spec.Name) ?? (spec.IsWeak ? 0UL : throw Missing(spec, ""));
        else
            _found[spec] = Find(spec);
    }

    /// <summary>Puts an extern into the instruction that refers to it.</summary>
    public void Apply(LinkedProgram program, ExternRelocation relocation)
    {
        var (slot, spec) = relocation;
        var instruction = program.Slots[slot];
        if (spec.Kind == ExternKind.Symbol)
        {
            program.Slots[slot] = BpfInstruction.LoadImmediate64(instruction.Destination, (long)_addresses[spec]);
            return;
        }

        var found = _found[spec];
        if (!instruction.IsCall)
        {
            program.Slots[slot] = found is var (_, id, module)
                ? BpfInstruction.LoadBtfId(instruction.Destination, id, Descriptor(module))
                : BpfInstruction.LoadImmediate64(instruction.Destination, 0);
        }
        else if (found is var (_, id, module))
        {
            program.Slots[slot] = BpfInstruction.CallKfunc((int)id, module is null ? (short)0 : NumberOf(module));
        }
        else
        {
            program.Poison(slot, MissingFunctionHelper, $"this kernel has no function {spec.Name}");
        }
    }

    private KernelType? Find(ExternSpec spec)
    {
        bool isFunction = spec.Kind == ExternKind.Function;
        if (kernel.Find(spec.Name, isFunction ? BtfKind.Function : BtfKind.Variable) is not { } found)
            return spec.IsWeak ? null : throw Missing(spec, "");

        uint type = found.Type switch
        {
            BtfFunction function => function.Prototype,
            BtfVariable variable => found.Types.ResolveQualifiers(variable.Type),
            _ => 0,
        };
        if (TypeCompatibility.OfTypes(local, spec.TypeId, found.Types, type))
            return found;
        return spec.IsWeak && isFunction ? null : throw Missing(spec, " with the type that the object declares");
    }

    private short NumberOf(KernelModule module)
    {
        if (!_modules.Contains(module))
            _modules.Add(module);
        return (short)(_modules.IndexOf(module) + 1);
    }

    private static int Descriptor(KernelModule? module)
    {
        if (module is null)
            return 0;
        using var lease = module.Handle.Lease();
        return lease.Descriptor;
    }

    private static FeatureNotSupportedException Missing(ExternSpec spec, string addition) => new(
        $"the {(spec.Kind == ExternKind.Function ? "function" : "variable")} {spec.Name}{addition}",
        firstKernel: null,
        "declare it weak if the program can do without");
}
