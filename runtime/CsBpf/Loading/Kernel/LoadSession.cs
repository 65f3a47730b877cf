using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What is needed while an object is loaded: its BTF and maps in the kernel, the kernel's types.</summary>
internal sealed class LoadSession : IDisposable
{
    /// <summary>The number of no helper, as libbpf marks uses of maps that were not made.</summary>
    private const int MissingMapHelper = 2001000000;

    private readonly KernelTypes _kernel = new();
    private readonly ObjectBtf _btf;
    private readonly Dictionary<MapSpec, LoadedMap> _maps = [];
    private readonly CoreRelocator _core;
    private readonly ExternResolver _externs;
    private readonly ProgramLoader _loader;

    private LoadSession(BpfObjectSpec spec, BpfLoadOptions options)
    {
        if (spec.IsBigEndian == BitConverter.IsLittleEndian)
        {
            throw new BpfException(
                $"load the object {spec.Name}",
                (int)Errno.EINVAL,
                spec.IsBigEndian
                    ? "it is for big-endian machines, this one is little-endian"
                    : "it is for little-endian machines, this one is big-endian");
        }

        _btf = ObjectBtf.Load(spec);
        _core = CreateRelocator(spec, options);
        // Ids go to the kernel as they are, so that they can only be those of its own BTF.
        _externs = new ExternResolver(spec.Types, _kernel);
        _loader = new ProgramLoader(spec, _btf, _kernel, options.RefusalLog);
    }

    /// <summary>Gives the object's BTF to the kernel, finds its externs and makes its maps.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="made">Takes the maps, each as soon as it is made.</param>
    /// <exception cref="BpfException">The kernel lacks an extern, or refuses a map.</exception>
    /// <exception cref="ObjectFormatException">The object contradicts itself.</exception>
    public static LoadSession Start(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made) =>
        Start(spec, options, made, isTrial: false);

    /// <summary>As <c>Start</c>, but nothing is pinned, and maps without a size have one entry.</summary>
    /// <exception cref="BpfException">The kernel lacks an extern, or refuses a map.</exception>
    /// <exception cref="ObjectFormatException">The object contradicts itself.</exception>
    public static LoadSession StartToVerify(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made) =>
        Start(spec, options, made, isTrial: true);

    private static LoadSession Start(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made, bool isTrial)
    {
        var session = new LoadSession(spec, options);
        try
        {
            foreach (var external in spec.Externs)
                session._externs.Resolve(external);
            var creator = new MapCreator(session._btf, session._kernel, ProgramNeeds.Of(spec))
            {
                PinDirectory = isTrial ? null : options.PinDirectory,
                SizesAreOpen = isTrial,
            };
            foreach (var map in spec.Maps)
            {
                if (map.AutoCreate)
                    session.Add(map, creator.Create(map), made);
            }

            return session;
        }
        catch
        {
            session.Dispose();
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

        var (handle, log) = _loader.Load(program, linked, [.. _externs.Modules], detail);
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
                    slots.Add((index, Made(inner, spec).Handle));
                else if (programs.FirstOrDefault(program => program.Name == function!.Name) is { } loaded)
                    slots.Add((index, loaded.Handle));
            }

            MapCreator.FillSlots(map, slots);
        }
    }

    private LoadedMap Made(MapSpec inner, MapSpec outer) => _maps.GetValueOrDefault(inner) ?? throw new BpfException(
        $"fill the map {outer.Name}",
        (int)Errno.EINVAL,
        $"it holds the map {inner.Name}, which was not made ({nameof(MapSpec.AutoCreate)})");

    private CoreRelocator CreateRelocator(BpfObjectSpec spec, BpfLoadOptions options)
    {
        bool isBigEndian = !BitConverter.IsLittleEndian;
        if (options.KernelBtfPath is not { } path)
            return new CoreRelocator(spec.Types, () => _kernel.Kernel, () => _kernel.Modules.Select(module => module.Types), isBigEndian);
        var types = new Lazy<BtfTypes>(() => KernelBtf.Read(path));
        return new CoreRelocator(spec.Types, () => types.Value, () => [], isBigEndian);
    }

    private void Add(MapSpec spec, LoadedMap map, List<LoadedMap> made)
    {
        made.Add(map);
        _maps.Add(spec, map);
    }

    /// <summary>
    /// Puts a map into the instruction that refers to it, by its descriptor: the maps stay open while the object is loaded.
    /// </summary>
    private void Apply(LinkedProgram linked, CodeRelocation relocation)
    {
        var (map, offset) = relocation switch
        {
            MapRelocation reference => (reference.Map, (uint?)null),
            MapValueRelocation value => (value.Map, value.Offset),
            _ => throw new ArgumentException($"{relocation.GetType().Name} is no reference to a map.", nameof(relocation)),
        };
        if (!_maps.TryGetValue(map, out var loaded))
        {
            linked.Poison(relocation.Slot, MissingMapHelper, $"the map {map.Name} was not made ({nameof(MapSpec.AutoCreate)})");
            return;
        }

        using var lease = loaded.Handle.Lease();
        var destination = linked.Slots[relocation.Slot].Destination;
        linked.Slots[relocation.Slot] = offset is { } place
            ? BpfInstruction.LoadMapValue(destination, lease.Descriptor, (int)place)
            : BpfInstruction.LoadMap(destination, lease.Descriptor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _btf.Dispose();
        _kernel.Dispose();
    }
}
