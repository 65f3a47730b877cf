using System.Runtime.ExceptionServices;
using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What is needed while an object is loaded: its BTF and maps in the kernel, the kernel's types.</summary>
internal sealed class LoadSession : IDisposable
{
    private readonly CapabilitySet _needs;
    private readonly ObjectBtf _btf;
    private readonly Dictionary<MapSpec, LoadedMap> _maps = [];
    private readonly Dictionary<MapSpec, Exception> _failures = [];
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

        _needs = ProgramNeeds.Of(spec);
        _btf = ObjectBtf.Load(spec);
        var target = new Lazy<BtfTypes>(() => options.KernelBtfPath is { } path ? KernelBtf.Read(path) : KernelBtf.Running);
        _core = new CoreRelocator(spec.Types, () => target.Value, !BitConverter.IsLittleEndian);
        // Ids go to the kernel as they are, so that they can only be those of its own BTF.
        _externs = new ExternResolver(spec.Types, () => KernelBtf.Running);
        _loader = new ProgramLoader(spec, _btf, () => KernelBtf.Running, options.RefusalLog);
    }

    /// <summary>Gives the object's BTF to the kernel and makes its maps.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How it is loaded.</param>
    /// <param name="made">Takes the maps, each as soon as it is made.</param>
    public static LoadSession Start(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made)
    {
        var session = new LoadSession(spec, options);
        try
        {
            var creator = new MapCreator(session._btf, session._needs, options.PinDirectory);
            foreach (var map in spec.Maps)
                session.Add(map, creator.Create(map), made);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Start"/>, but nothing is pinned, and a map that cannot be made only fails the programs that use it.</summary>
    /// <exception cref="BpfException">This process may not make maps.</exception>
    public static LoadSession StartToVerify(BpfObjectSpec spec, BpfLoadOptions options, List<LoadedMap> made)
    {
        var session = new LoadSession(spec, options);
        try
        {
            session.AddMaps(spec, made);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether an error says something about the object, not about what this process may do.</summary>
    public bool IsVerdict(Exception exception) => exception is ObjectFormatException ||
        (exception is BpfException refusal && ((Errno)refusal.Errno != Errno.EPERM || Capabilities.Missing(_needs) == CapabilitySet.None));

    private void AddMaps(BpfObjectSpec spec, List<LoadedMap> made)
    {
        var creator = new MapCreator(_btf, _needs, pinDirectory: null);
        foreach (var map in spec.Maps)
        {
            try
            {
                Add(map, creator.Create(map), made);
            }
            catch (Exception exception) when (IsVerdict(exception))
            {
                _failures.Add(map, exception);
            }
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
        if (_failures.TryGetValue(map, out var failure))
            ExceptionDispatchInfo.Throw(failure);
        using var lease = _maps[map].Handle.Lease();
        var destination = linked.Slots[relocation.Slot].Destination;
        linked.Slots[relocation.Slot] = offset is { } place
            ? BpfInstruction.LoadMapValue(destination, lease.Descriptor, (int)place)
            : BpfInstruction.LoadMap(destination, lease.Descriptor);
    }

    /// <inheritdoc/>
    public void Dispose() => _btf.Dispose();
}
