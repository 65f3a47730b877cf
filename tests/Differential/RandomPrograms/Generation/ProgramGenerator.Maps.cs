namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Maps: hash tables with keys of each kind, and arrays.</summary>
internal sealed partial class ProgramGenerator
{
    private const int HashEntries = 8;

    private readonly Choices<Func<bool>> _mapStatements;
    private readonly List<(string Name, CsType Key, CsType Value)> _hashes = [];
    private readonly List<(string Name, CsType Value, int Length)> _mapArrays = [];

    /// <summary>The references into hash tables in scope. Nothing is removed meanwhile: the kernel would give their memory away.</summary>
    private int _references;

    private Choices<Func<bool>> MapStatementTable() => new()
    {
        { 3, EntryReference },
        { 2, () => MapCondition() is { } condition && Result(BoolType.Instance, condition) },
        { 2, TryGetValue },
        { 1, () => _references == 0 && Pick(_hashes) is var (name, key, value) && Write($"{name}[{Key(key)}] = {Expression(value)};") },
        { 3, ArrayEntry },
        { 1, ArrayUpdate },
    };

    private void Maps()
    {
        IntegerType integer = Pick([IntegerType.UInt32, IntegerType.UInt64, IntegerType.Byte, IntegerType.Int64]);
        foreach (CsType key in (CsType[])[integer, _structs.Find(type => type.Name == nameof(Key))!])
        {
            string name = $"Hash{_hashes.Count}";
            CsType value = Chance(2) ? Pick(IntegerType.Computed) : Pick(_structs);
            Line($"public readonly BpfHashMap<{key}, {value}> {name} = new(maxEntries: {HashEntries});");
            _hashes.Add((name, key, value));
        }

        foreach (CsType value in (CsType[])[Pick(IntegerType.Computed), Pick(_structs)])
        {
            string name = $"Entries{_mapArrays.Count}";
            int length = _random.Next(1, 7);
            Line($"public readonly BpfArrayMap<{value}> {name} = new(maxEntries: {length});");
            _mapArrays.Add((name, value, length));
        }
    }

    /// <summary>A key of few: a full table faults.</summary>
    private string Key(CsType key) => key switch
    {
        IntegerType integer => $"({integer})({Operand(IntegerType.Int32)} & {(Chance(FaultOdds) ? 15 : HashEntries - 1)})",
        StructType { Members: [{ Type: IntegerType } first, ..] } type =>
            $"new {type} {{ {first.Name} = ({first.Type})({Operand(IntegerType.Int32)} & 3) }}",
        _ => Expression(key),
    };

    private bool OfMap() => _hasMaps && _mapStatements.Pick(_random)();

    private string? MapCondition()
    {
        if (!_hasMaps || _references > 0)
            return null;
        (string name, CsType key, CsType value) = Pick(_hashes);
        return _random.Next(4) switch
        {
            0 => $"{name}.ContainsKey({Key(key)})",
            1 => $"{name}.TryAdd({Key(key)}, {Expression(value)})",
            2 => $"{name}.TryUpdate({Key(key)}, {Expression(value)})",
            _ => $"{name}.Remove({Key(key)})",
        };
    }

    private bool TryGetValue()
    {
        (string name, CsType key, CsType value) = Pick(_hashes);
        string found = NewName("v");
        string variable = NewName("v");
        string call = $"{name}.TryGetValue({Key(key)}, out {value} {variable})";
        Declare(new Place(found, BoolType.Instance));
        Declare(new Place(variable, value));
        return Write($"bool {found} = {call};");
    }

    /// <summary>A reference to an entry, good for a block.</summary>
    private bool EntryReference()
    {
        if (_nesting >= MaximumNesting)
            return false;
        (string name, CsType key, CsType value) = Pick(_hashes);
        string get = $"{name}.{(Chance(FaultOdds / 4) ? "Reference" : "GetOrAdd")}({Key(key)})";
        _references++;
        Inner(() => Line($"ref {value} {Declare(new Place(NewName("e"), value, Storage.Entry)).Text} = ref {get};"));
        _references--;
        return true;
    }

    private bool ArrayUpdate() =>
        Pick(_mapArrays) is var (name, value, _) && Write($"{name}.TryUpdate({Operand(IntegerType.Byte)} & 7, {Expression(value)});");

    private bool ArrayEntry()
    {
        (string name, CsType value, int length) = Pick(_mapArrays);
        string index = Index(length)!;
        if (index.StartsWith('^'))
            index = "0";
        if (Chance(2) || value is not IntegerType)
            return Write($"ref {value} {Declare(new Place(NewName("e"), value, Storage.Entry)).Text} = ref {name}[{index}];");
        return Write($"{name}[{index}] {Pick(["=", "+=", "*="])} {Expression(value)};");
    }
}
