using System.Runtime.CompilerServices;
using CsBpf.Object;

namespace CsBpf;

/// <summary>
/// A BPF object in the kernel: its maps made, its programs relocated and verified. It owns them; disposing it closes them.
/// </summary>
public sealed unsafe class LoadedObject : IDisposable
{
    private readonly BpfObjectSpec _spec;
    private readonly List<LoadedMap> _maps = [];
    private readonly List<LoadedProgram> _programs = [];

    private LoadedObject(BpfObjectSpec spec) => _spec = spec;

    /// <summary>The name of the object.</summary>
    public string Name => _spec.Name;

    /// <summary>The maps, those of global variables among them.</summary>
    public IReadOnlyList<LoadedMap> Maps => _maps;

    /// <summary>The programs that were loaded.</summary>
    public IReadOnlyList<LoadedProgram> Programs => _programs;

    /// <summary>Gives an object to the kernel. Where that fails half-way, nothing is left behind.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="VerifierException">The verifier refused a program.</exception>
    /// <exception cref="FeatureNotSupportedException">The kernel lacks what the object needs.</exception>
    /// <exception cref="BpfException">The kernel refused otherwise.</exception>
    /// <exception cref="ObjectFormatException">The object contradicts itself.</exception>
    public static LoadedObject Load(BpfObjectSpec spec, BpfLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new BpfLoadOptions();
        var loaded = new LoadedObject(spec);
        try
        {
            using var session = LoadSession.Start(spec, options, loaded._maps);
            foreach (var program in spec.Programs)
            {
                if (spec.IsLoaded(program))
                    loaded._programs.Add(session.Load(program, options.Log));
            }

            session.FillMaps(loaded._programs);
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The map of a name.</summary>
    /// <param name="name">The name in the object.</param>
    /// <exception cref="KeyNotFoundException">The object has no such map, or it was not made.</exception>
    public LoadedMap Map(string name)
    {
        _spec.Map(name);
        return _maps.FirstOrDefault(map => map.Name == name)
            ?? throw new KeyNotFoundException($"The map {name} was not made: {nameof(MapSpec.AutoCreate)} is false.");
    }

    /// <summary>The program of a name.</summary>
    /// <param name="name">The name in the object.</param>
    /// <exception cref="KeyNotFoundException">The object has no such program, or it was not loaded.</exception>
    public LoadedProgram Program(string name)
    {
        _spec.Program(name);
        return _programs.FirstOrDefault(program => program.Name == name)
            ?? throw new KeyNotFoundException($"The program {name} was not loaded: {nameof(ProgramSpec.AutoLoad)} is false.");
    }

    /// <summary>The program of a name, as a kind of program.</summary>
    /// <param name="name">The name in the object.</param>
    /// <typeparam name="T">The class for programs of its kind.</typeparam>
    /// <exception cref="KeyNotFoundException">The object has no such program, or it was not loaded.</exception>
    /// <exception cref="InvalidCastException">The program is of another kind.</exception>
    public T Program<T>(string name)
        where T : LoadedProgram
    {
        var program = Program(name);
        return program as T ?? throw new InvalidCastException($"{name} is a {program.GetType().Name}, no {typeof(T).Name}.");
    }

    /// <summary>
    /// A reference to a global variable that programs can write, in memory that is shared with them. It must not be used after the object
    /// is disposed.
    /// </summary>
    /// <param name="name">The name of the variable.</param>
    /// <typeparam name="T">The variable's type, of the same size.</typeparam>
    /// <exception cref="KeyNotFoundException">The object has no such variable.</exception>
    /// <exception cref="ArgumentException">The variable has another size.</exception>
    /// <exception cref="InvalidOperationException">The variable is read-only, or its section is in no shared memory.</exception>
    public ref T Global<T>(string name)
        where T : unmanaged
    {
        var (section, variable) = _spec.FindGlobal<T>(name);
        if (section.Section is not (DataSectionKind.Data or DataSectionKind.Zeroed))
            throw new InvalidOperationException($"{name} is read-only once the object is loaded: set it between Open and Load.");
        var memory = Map(section.Name).Memory
            ?? throw new InvalidOperationException(
                $"{name} is in {section.Name}, which holds nothing but static variables and is not shared with user space.");
        return ref Unsafe.AsRef<T>(memory.Address + variable.Offset);
    }

    /// <summary>The value of a read-only global variable.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <typeparam name="T">The variable's type, of the same size.</typeparam>
    /// <exception cref="KeyNotFoundException">The object has no such variable.</exception>
    /// <exception cref="ArgumentException">The variable has another size.</exception>
    public ref readonly T Constant<T>(string name)
        where T : unmanaged => ref _spec.Global<T>(name);

    /// <summary>Makes a map that is declared as a field stand for the map in the kernel.</summary>
    /// <param name="field">The field's value.</param>
    /// <param name="name">The name of the map in the object.</param>
    /// <exception cref="KeyNotFoundException">The object has no such map.</exception>
    /// <exception cref="ArgumentException">The map in the object has another type, or other sizes.</exception>
    public void Bind(BpfMap field, string name)
    {
        ArgumentNullException.ThrowIfNull(field);
        MapSpec spec = _spec.Map(name);
        LoadedMap map = Map(name);
        map.KeyPadding = Padding.Of(_spec.Types, spec.KeyTypeId);
        map.ValuePadding = Padding.Of(_spec.Types, spec.ValueTypeId);
        map.Inner = spec.InnerMap is { } inner ? new InnerMapDefinition(_spec, inner) : null;
        field.Bind(map);
    }

    /// <summary>Closes the maps and programs. What is attached, pinned or in use stays in the kernel.</summary>
    public void Dispose()
    {
        foreach (var program in _programs)
            program.Dispose();
        foreach (var map in _maps)
            map.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
