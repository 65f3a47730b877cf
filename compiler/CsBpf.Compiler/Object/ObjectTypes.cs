using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Object;

/// <summary>The BTF of an object: the types of the module, and the maps, variables and functions that have them.</summary>
internal sealed class ObjectTypes
{
    private readonly uint[] _ids;
    private readonly Dictionary<Function, uint> _functions;

    private ObjectTypes(BtfBuilder types, uint[] ids, Dictionary<Function, uint> functions)
    {
        Types = types;
        _ids = ids;
        _functions = functions;
    }

    /// <summary>The types, without duplicates.</summary>
    public BtfBuilder Types { get; }

    /// <summary>Describes an object.</summary>
    public static ObjectTypes Describe(BpfModule module, IEnumerable<DataSection> data, IEnumerable<KernelFunction> kernelFunctions)
    {
        var builder = BtfBuilder.From(module.Types.Build());
        Dictionary<Function, uint> functions = module.Functions.ToDictionary(function => function, function => builder.Add(new BtfFunction(
            function.Name, function.Prototype, function.Program is null && !function.IsGlobal ? BtfFunctionLinkage.Static : BtfFunctionLinkage.Global)));
        AddMaps(builder, module.Maps);
        AddKernelFunctions(builder, kernelFunctions);
        foreach (DataSection section in data)
            AddVariables(builder, section);

        (BtfBuilder types, uint[] ids) = BtfDeduplicator.Deduplicate(builder.Build());
        return new(types, ids, functions);
    }

    /// <summary>The id of a type of the module.</summary>
    public uint IdOf(uint moduleType) => _ids[moduleType];

    /// <summary>The id of a function.</summary>
    public uint IdOf(Function function) => _ids[_functions[function]];

    private static void AddMaps(BtfBuilder builder, IReadOnlyList<MapDefinition> maps)
    {
        if (maps.Count == 0)
            return;
        var entries = ImmutableArray.CreateBuilder<BtfDataSectionEntry>();
        var numbers = new MapNumbers(builder);
        foreach (MapDefinition map in maps)
        {
            BtfStruct definition = Define(builder, numbers, map);
            uint variable = builder.Add(new BtfVariable(map.Name, builder.Add(definition), BtfVariableLinkage.Global));
            entries.Add(new(variable, (uint)entries.Sum(entry => (int)entry.Size), (uint)MapSection.SizeOf(map)));
        }

        builder.Add(new BtfDataSection(MapSection.Name, (uint)entries.Sum(entry => (int)entry.Size), entries.ToImmutable()));
    }

    /// <summary>The struct that defines a map: types by pointers to them, numbers by pointers to arrays of that length.</summary>
    private static BtfStruct Define(BtfBuilder builder, MapNumbers numbers, MapDefinition map)
    {
        var members = ImmutableArray.CreateBuilder<BtfMember>();
        Add("type", numbers.Encode(map.Type));
        AddSide("key", map.KeyType, map.KeySize);
        AddSide("value", map.ValueType, map.ValueSize);
        foreach ((string name, long number) in map.Numbers)
            Add(name, numbers.Encode(number));
        if (map.Inner is not null || map.Slots.Count > 0)
            Add("values", numbers.EncodeSlots(map.Inner is null ? new BtfFunctionPrototype(0, []) : Define(builder, numbers, map.Inner)));
        // The slots are behind the members, in an array whose length the type does not say.
        return new("", (uint)MapSection.SlotOffset(map, 0), members.ToImmutable());

        void AddSide(string name, uint type, int size)
        {
            if (type != 0)
                Add(name, builder.Add(new BtfPointer(type)));
            else if (size != 0)
                Add(name + "_size", numbers.Encode(size));
        }

        void Add(string name, uint type) => members.Add(new(name, type, (uint)members.Count * MapSection.MemberSize * 8));
    }

    private static void AddKernelFunctions(BtfBuilder builder, IEnumerable<KernelFunction> kernelFunctions)
    {
        ImmutableArray<BtfDataSectionEntry> entries =
        [
            .. kernelFunctions.Select(kfunc => new BtfDataSectionEntry(
                builder.Add(new BtfFunction(kfunc.Name, kfunc.Prototype, BtfFunctionLinkage.External)), 0, 0)),
        ];
        if (entries.Length > 0)
            builder.Add(new BtfDataSection(".ksyms", 0, entries));
    }

    private static void AddVariables(BtfBuilder builder, DataSection section)
    {
        // The loader gives user space a section's memory where one of its variables is global.
        BtfVariableLinkage linkage = section.Section == GlobalSection.Kernel ? BtfVariableLinkage.Static : BtfVariableLinkage.Global;
        ImmutableArray<BtfDataSectionEntry> entries =
        [
            .. section.Variables.Where(placed => !placed.Variable.IsPrivate).Select(placed => new BtfDataSectionEntry(
                builder.Add(new BtfVariable(placed.Variable.Name, placed.Variable.Type, linkage)),
                (uint)placed.Offset,
                (uint)placed.Variable.Initial.Length)),
        ];
        if (entries.Length > 0)
            builder.Add(new BtfDataSection(section.Name, (uint)section.Size, entries));
    }
}
