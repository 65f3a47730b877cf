using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What is needed while an object is loaded: its BTF and maps in the kernel, the kernel's types.</summary>
internal sealed class LoadSession : IDisposable
{
    private readonly BpfObjectSpec _spec;
    private readonly ObjectBtf _btf;
    private readonly Dictionary<MapSpec, LoadedMap> _maps;
    private readonly CoreRelocator _core;
    private readonly ExternResolver _externs;
    private readonly ProgramLoader _loader;

    private LoadSession(BpfObjectSpec spec, BpfLoadOptions options, ObjectBtf btf, Dictionary<MapSpec, LoadedMap> maps)
    {
        (_spec, _btf, _maps) = (spec, btf, maps);
        var target = new Lazy<BtfTypes>(() => options.KernelBtfPath is { } path ? KernelBtf.Read(path) : KernelBtf.Running);
        _core = new CoreRelocator(spec.Types, () => target.Value, !BitConverter.IsLittleEndian);
        // Ids go to the kernel as they are, so that they can only be those of its own BTF.
        _externs = new ExternResolver(spec.Types, () => KernelBtf.Running);
        _loader = new ProgramLoader(spec, btf, () => KernelBtf.Running);
    }

    /// <summary>Gives the object's BTF to the kernel and makes its maps.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="made">Takes the maps, each as soon as it is made.</param>
    public static LoadSession Start(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made)
    {
        if (spec.IsBigEndian == BitConverter.IsLittleEndian)
        {
            throw new BpfException(
                $"load the object {spec.Name}", (int)Errno.EINVAL,
                spec.IsBigEndian ? "it is for big-endian machines, this one is little-endian" : "it is for little-endian machines, this one is big-endian");
        }

        var btf = ObjectBtf.Load(spec);
        try
        {
            var creator = new MapCreator(btf, options);
            var maps = new Dictionary<MapSpec, LoadedMap>();
            foreach (var map in spec.Maps)
            {
                var loaded = creator.Create(map);
                made.Add(loaded);
                maps.Add(map, loaded);
            }

            return new LoadSession(spec, options, btf, maps);
        }
        catch
        {
            btf.Dispose();
            throw;
        }
    }

    /// <summary>Links, relocates and loads a program.</summary>
    /// <exception cref="VerifierException">The verifier refused it.</exception>
    /// <exception cref="BpfException">The kernel refused it otherwise.</exception>
    /// <exception cref="ObjectFormatException">A relocation fits no instruction.</exception>
    public LoadedProgram Load(ProgramSpec program, VerifierLogDetail detail)
    {
        var linked = LinkedProgram.Link(program.Function);
        _core.Apply(linked);
        foreach (var relocation in linked.Relocations)
        {
            if (relocation is ExternRelocation external)
                _externs.Apply(linked, external);
            else
                Apply(linked, relocation);
        }

        var (handle, log) = _loader.Load(program, linked, detail);
        try
        {
            return LoadedProgram.Create(handle, program, log);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Puts into maps of maps and of programs what they hold from the start.</summary>
    public void FillMaps(IReadOnlyList<LoadedProgram> programs)
    {
        foreach (var (spec, map) in _maps)
        {
            var slots = new List<(uint, BpfHandle)>();
            foreach (var (index, inner, function) in spec.Slots)
            {
                if (inner is not null)
                    slots.Add((index, _maps[inner].Handle));
                else if (programs.FirstOrDefault(program => program.Name == function!.Name) is { } loaded)
                    slots.Add((index, loaded.Handle));
            }

            MapCreator.FillSlots(map, slots);
        }
    }

    /// <summary>Puts a map into the instruction that refers to it, by its descriptor: the maps stay open while the object is loaded.</summary>
    private void Apply(LinkedProgram linked, CodeRelocation relocation)
    {
        var (map, offset) = relocation switch
        {
            MapRelocation reference => (reference.Map, (uint?)null),
            MapValueRelocation value => (value.Map, value.Offset),
            _ => throw new ArgumentException($"{relocation.GetType().Name} is no reference to a map.", nameof(relocation)),
        };
        using var lease = _maps[map].Handle.Lease();
        var destination = linked.Slots[relocation.Slot].Destination;
        linked.Slots[relocation.Slot] = offset is { } place
            ? BpfInstruction.LoadMapValue(destination, lease.Descriptor, (int)place)
            : BpfInstruction.LoadMap(destination, lease.Descriptor);
    }

    /// <inheritdoc/>
    public void Dispose() => _btf.Dispose();
}
