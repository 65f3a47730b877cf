using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;

namespace CsBpf;

/// <summary>Finds in the kernel what programs declare as extern.</summary>
/// <param name="local">The object's types.</param>
/// <param name="kernel">The running kernel's types.</param>
internal sealed class ExternResolver(BtfTypes local, Func<BtfTypes> kernel)
{
    /// <summary>The number of no helper, as libbpf marks calls of functions that the kernel lacks.</summary>
    private const int MissingFunctionHelper = 2002000000;

    private readonly Dictionary<ExternSpec, uint> _ids = [];

    /// <summary>Puts an extern into the instruction that refers to it.</summary>
    /// <exception cref="FeatureNotSupportedException">The kernel does not have it, and it is not weak.</exception>
    public void Apply(LinkedProgram program, ExternRelocation relocation)
    {
        var (slot, spec) = relocation;
        var instruction = program.Slots[slot];
        if (spec.Kind == ExternKind.Symbol)
        {
            program.Slots[slot] = BpfInstruction.LoadImmediate64(instruction.Destination, (long)AddressOf(spec));
            return;
        }

        uint id = IdOf(spec);
        if (!instruction.IsCall)
        {
            program.Slots[slot] = id == 0
                ? BpfInstruction.LoadImmediate64(instruction.Destination, 0)
                : BpfInstruction.LoadBtfId(instruction.Destination, id);
        }
        else if (id == 0)
        {
            program.Poison(slot, MissingFunctionHelper, $"this kernel has no function {spec.Name}");
        }
        else
        {
            program.Slots[slot] = BpfInstruction.CallKfunc((int)id);
        }
    }

    private uint IdOf(ExternSpec spec)
    {
        if (_ids.TryGetValue(spec, out uint known))
            return known;

        var kind = spec.Kind == ExternKind.Function ? BtfKind.Function : BtfKind.Variable;
        uint id = kernel().FindByName(spec.Name, kind) ?? 0;
        if (id == 0 && !spec.IsWeak)
            throw Missing(spec, "");
        if (id != 0 && !TypeCompatibility.OfTypes(local, spec.TypeId, kernel(), TypeOf(id)))
        {
            if (!spec.IsWeak)
                throw Missing(spec, " with the type that the object declares");
            id = 0;
        }

        _ids.Add(spec, id);
        return id;
    }

    private uint TypeOf(uint id) => kernel()[id] switch
    {
        BtfFunction function => function.Prototype,
        BtfVariable variable => kernel().ResolveQualifiers(variable.Type),
        _ => 0,
    };

    private static ulong AddressOf(ExternSpec spec) => KernelSymbols.Find(spec.Name) ?? (spec.IsWeak ? 0UL : throw Missing(spec, ""));

    private static FeatureNotSupportedException Missing(ExternSpec spec, string addition) => new(
        $"the {(spec.Kind == ExternKind.Function ? "function" : "variable")} {spec.Name}{addition}",
        firstKernel: null,
        "declare it weak if the program can do without");
}
