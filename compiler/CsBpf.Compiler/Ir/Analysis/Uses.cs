namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>Who uses each value. Filled once; whoever changes arguments afterwards says so here, or fills it anew.</summary>
internal sealed class Uses
{
    private readonly List<Entry?> _entries = [];

    /// <summary>Collects the uses in a function.</summary>
    public Uses(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
                Add(value);
            if (block.Control is not null)
                Of(block.Control).Blocks.Add(block);
        }
    }

    /// <summary>How many arguments and terminators a value is the operand of.</summary>
    public int Count(Value value) => Of(value).Count + Of(value).Blocks.Count;

    /// <summary>The values that have a value among their arguments.</summary>
    public IEnumerable<Value> Users(Value value) => Of(value).Users.Where(user => user.Arguments.Contains(value)).Distinct();

    /// <summary>The blocks whose terminator a value controls.</summary>
    public IReadOnlyList<BasicBlock> Controlled(Value value) => Of(value).Blocks;

    /// <summary>Takes note of the arguments that a value has now.</summary>
    public void Add(Value user)
    {
        foreach (Value argument in user.Arguments)
        {
            Entry entry = Of(argument);
            entry.Count++;
            entry.Users.Add(user);
        }
    }

    /// <summary>Takes note that some value has lost these arguments, or is about to.</summary>
    public void Remove(IEnumerable<Value> arguments)
    {
        // Only the counts are exact: looking for the user in a list would be slow for what everybody uses.
        foreach (Value argument in arguments)
            Of(argument).Count--;
    }

    /// <summary>Puts a value in the place of another, wherever that is used.</summary>
    public void Replace(Value old, Value replacement)
    {
        foreach (Value user in Users(old).ToList())
        {
            Remove(user.Arguments);
            for (int i = 0; i < user.Arguments.Count; i++)
            {
                if (user.Arguments[i] == old)
                    user.Arguments[i] = replacement;
            }

            Add(user);
        }

        Entry entry = Of(old);
        foreach (BasicBlock block in entry.Blocks)
            block.Control = replacement;
        Of(replacement).Blocks.AddRange(entry.Blocks);
        entry.Blocks.Clear();
    }

    private Entry Of(Value value)
    {
        while (_entries.Count <= value.Id)
            _entries.Add(null);
        return _entries[value.Id] ??= new Entry();
    }

    private sealed class Entry
    {
        public int Count { get; set; }

        /// <summary>Whoever used the value once; it may have lost it, or be here twice.</summary>
        public List<Value> Users { get; } = [];

        public List<BasicBlock> Blocks { get; } = [];
    }
}
