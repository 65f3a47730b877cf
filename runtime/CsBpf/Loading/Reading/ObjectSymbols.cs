using System.Collections.Immutable;
using CsBpf.Object.Elf;

namespace CsBpf.Reading;

/// <summary>What the symbols of an object stand for: filled by the readers, asked when relocations are read.</summary>
internal sealed class ObjectSymbols
{
    private readonly Dictionary<(int Section, ulong Offset), MapSpec> _declaredMaps = [];
    private readonly Dictionary<int, MapSpec> _dataSections = [];
    private readonly Dictionary<string, (MapSpec Map, uint Offset)> _configuration = [];
    private readonly Dictionary<string, ExternSpec> _externs = [];
    private readonly Dictionary<(int Section, ulong Offset), FunctionSpec> _functionStarts = [];

    public List<MapSpec> Maps { get; } = [];

    public List<FunctionPlace> Functions { get; } = [];

    public void AddMap(int section, ulong offset, MapSpec map)
    {
        _declaredMaps[(section, offset)] = map;
        Maps.Add(map);
    }

    public void AddDataSection(int section, MapSpec map)
    {
        _dataSections[section] = map;
        Maps.Add(map);
    }

    /// <summary>Variables that are in a map which is declared: an arena.</summary>
    public void AddArenaSection(int section, MapSpec arena) => _dataSections[section] = arena;

    public void AddConfiguration(MapSpec map)
    {
        foreach (var variable in map.Variables)
            _configuration[variable.Name] = (map, variable.Offset);
        Maps.Add(map);
    }

    public void AddExtern(string symbol, ExternSpec spec) => _externs[symbol] = spec;

    public void AddFunction(FunctionPlace place)
    {
        _functionStarts.TryAdd((place.Symbol.SectionIndex, place.Symbol.Value), place.Function);
        Functions.Add(place);
    }

    public IEnumerable<(ulong Offset, MapSpec Map)> MapsIn(int section) =>
        from entry in _declaredMaps
        where entry.Key.Section == section
        orderby entry.Key.Offset
        select (entry.Key.Offset, entry.Value);

    public MapSpec? FindMap(int section, ulong offset) => _declaredMaps.GetValueOrDefault((section, offset));

    public MapSpec? FindDataSection(int section) => _dataSections.GetValueOrDefault(section);

    public (MapSpec Map, uint Offset)? FindConfiguration(string name) => _configuration.TryGetValue(name, out var place) ? place : null;

    public IEnumerable<ExternSpec> Externs => _externs.Values;

    public ExternSpec? FindExtern(string symbol) => _externs.GetValueOrDefault(symbol);

    public FunctionSpec? FindFunction(int section, ulong offset) => _functionStarts.GetValueOrDefault((section, offset));
}

/// <summary>A function and where it is.</summary>
/// <param name="Function">The function.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Relocations">The relocations of its instructions.</param>
internal readonly record struct FunctionPlace(FunctionSpec Function, ElfSymbol Symbol, ImmutableArray<ElfRelocation> Relocations);
