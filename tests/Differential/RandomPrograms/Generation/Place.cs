namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Where a place is, which decides what can be done there.</summary>
internal enum Storage
{
    /// <summary>A local, a parameter or a part of one.</summary>
    Local,

    /// <summary>The program's argument: its context in the kernel.</summary>
    Argument,

    /// <summary>A static field.</summary>
    Global,

    /// <summary>An entry of a map.</summary>
    Entry,
}

/// <summary>Something that an expression can read, and mostly write.</summary>
/// <param name="Text">As C# writes it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Storage">Where it is.</param>
/// <param name="IsWritable">False for counters of loops, which would not end, for <c>in</c> parameters and tables.</param>
internal readonly record struct Place(string Text, CsType Type, Storage Storage = Storage.Local, bool IsWritable = true)
{
    /// <summary>For the counter of a loop, a number that it stays below; else 0.</summary>
    public int Below { get; init; }

    /// <summary>True for a member of the place, seen as a place of its own.</summary>
    public bool IsMember { get; init; }

    /// <summary>The place's members, where it is a struct or a tuple.</summary>
    public IEnumerable<Place> Members()
    {
        Place place = this;
        return Type switch
        {
            StructType type => type.Members.Select(member => NewMember(member.Name, member.Type, member.IsWritable)),
            TupleType type => type.Elements.Select((element, i) => NewMember($"Item{i + 1}", element, isWritable: true)),
            _ => [],
        };

        Place NewMember(string name, CsType type, bool isWritable) =>
            new($"{place.Text}.{name}", type, place.Storage, place.IsWritable && isWritable) { IsMember = true };
    }

    /// <summary>The place and, for structs and tuples, all that is in it.</summary>
    public IEnumerable<Place> WithMembers() => Members().SelectMany(member => member.WithMembers()).Prepend(this);
}
