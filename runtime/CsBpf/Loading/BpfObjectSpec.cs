using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Reading;

namespace CsBpf;

/// <summary>
/// A BPF object as its file describes it: maps, programs, global variables. Reading it is pure, it gives the same answer on every machine.
/// It can be looked at and changed before <see cref="LoadedObject.Load"/> gives it to the kernel, also more than once.
/// </summary>
public sealed class BpfObjectSpec
{
    private Dictionary<string, (MapSpec Map, GlobalSpec Variable)>? _globals;

    internal BpfObjectSpec(string name, BtfTypes types)
    {
        Name = name;
        Types = types;
    }

    /// <summary>The name of the object: of its file or class.</summary>
    public string Name { get; }

    /// <summary>The license that the kernel is told; helpers marked GPL-only need a GPL-compatible one.</summary>
    public string License { get; set; } = "";

    /// <summary>Whether the object is for big-endian machines.</summary>
    public bool IsBigEndian { get; internal init; }

    /// <summary>The programs, in the order of the file.</summary>
    public IReadOnlyList<ProgramSpec> Programs { get; internal init; } = [];

    /// <summary>The maps: those that are declared, then the sections of global variables.</summary>
    public IReadOnlyList<MapSpec> Maps { get; internal init; } = [];

    /// <summary>The object's BTF, completed with what compilers leave to the loader.</summary>
    internal BtfTypes Types { get; }

    /// <summary>All functions, those of programs among them.</summary>
    internal IReadOnlyList<FunctionSpec> Functions { get; init; } = [];

    /// <summary>What the kernel has to have; configuration values are in a map.</summary>
    internal IReadOnlyList<ExternSpec> Externs { get; init; } = [];

    /// <summary>Reads an object from its bytes.</summary>
    /// <param name="bytes">The bytes of an ELF file that a BPF compiler made; they must not change afterwards.</param>
    /// <param name="name">The name of the object, which the maps of its global variables are named after.</param>
    /// <exception cref="ObjectFormatException">The bytes are no BPF object.</exception>
    public static BpfObjectSpec Read(ReadOnlyMemory<byte> bytes, string name = "object") => ObjectReader.Read(bytes, name);

    /// <summary>Reads an object from a file.</summary>
    /// <param name="path">The path of an ELF file that a BPF compiler made.</param>
    /// <exception cref="ObjectFormatException">The file is no BPF object.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BpfObjectSpec ReadFile(string path) => Read(File.ReadAllBytes(path), Path.GetFileName(path));

    /// <summary>Reads the object that the build embedded for a class.</summary>
    /// <param name="owner">The class that is marked with <see cref="BpfObjectAttribute"/>.</param>
    /// <param name="options">Where else to take the object from; by default the resource <c>ClassName.bpf.o</c> of the class's
    /// assembly.</param>
    /// <exception cref="ObjectFormatException">What was read is no BPF object.</exception>
    /// <exception cref="InvalidOperationException">The assembly has no such resource: it was built without the task of
    /// CsBpf.Build.</exception>
    public static BpfObjectSpec ReadEmbedded(Type owner, BpfOpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (options?.ObjectPath is { } path)
            return Read(File.ReadAllBytes(path), owner.Name);

        string resource = owner.Name + ".bpf.o";
        using var stream = owner.Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException(
                $"{owner.Assembly.GetName().Name} has no embedded {resource}: the project is built with the package CsBpf.Build.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes, owner.Name);
    }

    /// <summary>The program of a name.</summary>
    /// <param name="name">The name of the program's function.</param>
    /// <exception cref="KeyNotFoundException">The object has no such program.</exception>
    public ProgramSpec Program(string name) =>
        Programs.FirstOrDefault(program => program.Name == name)
        ?? throw Missing("program", name, Programs.Select(program => program.Name));

    /// <summary>The map of a name.</summary>
    /// <param name="name">The name of the map, or of a section of global variables (<c>.rodata</c>).</param>
    /// <exception cref="KeyNotFoundException">The object has no such map.</exception>
    public MapSpec Map(string name) =>
        Maps.FirstOrDefault(map => map.Name == name) ?? throw Missing("map", name, Maps.Select(map => map.Name));

    /// <summary>
    /// Whether loading the object loads a program. One that a struct of functions refers to is loaded where that struct's map is made.
    /// </summary>
    internal bool IsLoaded(ProgramSpec program)
    {
        var users = Maps.Where(map => map.StructOps is { } operations && operations.Programs.ContainsValue(program.Function)).ToList();
        return users.Count == 0 ? program.AutoLoad : users.Exists(map => map.AutoCreate);
    }

    /// <summary>A reference to what a global variable starts with, read-only ones among them.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <typeparam name="T">The variable's type, of the same size.</typeparam>
    /// <exception cref="KeyNotFoundException">The object has no such variable.</exception>
    /// <exception cref="ArgumentException">The variable has another size.</exception>
    public ref T Global<T>(string name)
        where T : unmanaged
    {
        var (map, variable) = FindGlobal<T>(name);
        return ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(map.Data.AsSpan((int)variable.Offset)));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The map and place of a variable whose size is that of <typeparamref name="T"/>.</summary>
    internal (MapSpec Map, GlobalSpec Variable) FindGlobal<T>(string name)
        where T : unmanaged
    {
        _globals ??= IndexGlobals();
        if (_globals.TryGetValue(name, out var place))
        {
            return place.Variable.Size == Unsafe.SizeOf<T>()
                ? place
                : throw new ArgumentException(
                    $"{name} has {place.Variable.Size} bytes, {typeof(T).Name} has {Unsafe.SizeOf<T>()}.", nameof(name));
        }

        throw Missing("global variable", name, Maps.SelectMany(map => map.Variables).Select(variable => variable.Name));
    }

    /// <summary>The variables by name; of static ones that share a name, the first.</summary>
    private Dictionary<string, (MapSpec Map, GlobalSpec Variable)> IndexGlobals()
    {
        var index = new Dictionary<string, (MapSpec, GlobalSpec)>();
        foreach (var map in Maps)
        {
            foreach (var variable in map.Variables)
                index.TryAdd(variable.Name, (map, variable));
        }

        return index;
    }

    private KeyNotFoundException Missing(string kind, string name, IEnumerable<string> known)
    {
        string names = string.Join(", ", known);
        return new KeyNotFoundException($"{Name} has no {kind} {name}; it has {(names.Length == 0 ? "none" : names)}.");
    }
}
