using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Btf;

public sealed class BtfDeduplicatorTests
{
    private readonly BtfBuilder _source = new();

    [Fact]
    public void Deduplicate_EqualTypes_BecomeTheFirst()
    {
        uint first = AddInt();
        uint pointer = _source.Add(new BtfPointer(first));
        uint second = AddInt();
        uint secondPointer = _source.Add(new BtfPointer(second));
        uint other = _source.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));

        var (types, ids) = Deduplicate();

        Assert.Equal([0u, 1u, 2u, 1u, 2u, 3u], ids);
        Assert.Equal(4u, types.Count);
        Assert.Equal(new BtfPointer(ids[first]), types[ids[secondPointer]]);
        Assert.Equal("unsigned int", types[ids[other]].Name);
        Assert.Equal(ids[pointer], ids[secondPointer]);
    }

    [Fact]
    public void Deduplicate_RecursiveStructs_BecomeOne()
    {
        uint first = AddList("next");
        uint second = AddList("next");
        uint different = AddList("previous");

        var (types, ids) = Deduplicate();

        Assert.Equal(ids[first], ids[second]);
        Assert.NotEqual(ids[first], ids[different]);
        Assert.Equal(5u, types.Count);
    }

    [Fact]
    public void Deduplicate_StructsThatDifferFarAway_StayApart()
    {
        // chain0 -> chain1 -> ... -> leaf, once with an int, once with a long as the leaf.
        uint Chain(uint leaf) => Enumerable.Range(0, 20).Aggregate(leaf, (target, i) =>
            _source.Add(new BtfStruct($"chain{i}", 8, [new("next", _source.Add(new BtfPointer(target)), 0)])));
        uint first = Chain(AddInt());
        uint different = Chain(_source.Add(new BtfInt("long", 8, BtfIntEncoding.Signed)));
        uint same = Chain(AddInt());

        var (_, ids) = Deduplicate();

        Assert.NotEqual(ids[first], ids[different]);
        Assert.Equal(ids[first], ids[same]);
    }

    [Fact]
    public void Deduplicate_Declaration_BecomesTheOnlyDefinition()
    {
        uint declaration = _source.Add(new BtfForward("list", IsUnion: false));
        uint pointer = _source.Add(new BtfPointer(declaration));
        uint otherKind = _source.Add(new BtfForward("list", IsUnion: true));
        uint definition = AddList("next");

        var (types, ids) = Deduplicate();

        Assert.Equal(ids[definition], ids[declaration]);
        Assert.Equal(new BtfPointer(ids[definition]), types[ids[pointer]]);
        Assert.Equal(ids[pointer], ids[definition + 1]);
        Assert.IsType<BtfForward>(types[ids[otherKind]]);
    }

    [Fact]
    public void Deduplicate_DeclarationOfSeveralDefinitions_StaysOne()
    {
        uint declaration = _source.Add(new BtfForward("list", IsUnion: false));
        uint first = AddList("next");
        uint second = AddList("previous");

        var (types, ids) = Deduplicate();

        Assert.IsType<BtfForward>(types[ids[declaration]]);
        Assert.NotEqual(ids[first], ids[second]);
    }

    [Fact]
    public void Deduplicate_DefinitionsThatSeeEachOtherDeclared_BecomeOne()
    {
        // Three files: foo with bar declared; foo and bar; bar with foo declared.
        uint foo1 = AddPair("foo", _source.Add(new BtfForward("bar", IsUnion: false)));
        uint bar2 = _source.Reserve();
        uint foo2 = AddPair("foo", bar2);
        _source.Set(bar2, new BtfStruct("bar", 8, [new("other", _source.Add(new BtfPointer(foo2)), 0)]));
        uint bar3 = AddPair("bar", _source.Add(new BtfForward("foo", IsUnion: false)));

        var (types, ids) = Deduplicate();

        Assert.Equal(ids[foo1], ids[foo2]);
        Assert.Equal(ids[bar2], ids[bar3]);
        Assert.Equal(5u, types.Count);
        Assert.DoesNotContain(types.Build().All(), pair => pair.Type is BtfForward);
    }

    [Fact]
    public void Deduplicate_EnumDeclaration_BecomesItsDefinition()
    {
        uint declaration = _source.Add(new BtfEnum("state", 4, false, false, []));
        uint definition = _source.Add(new BtfEnum("state", 4, false, false, [new("on", 1)]));

        var (_, ids) = Deduplicate();

        Assert.Equal(ids[definition], ids[declaration]);
    }

    [Fact]
    public void Deduplicate_Variables_AreNeverMerged()
    {
        uint number = AddInt();
        uint first = _source.Add(new BtfVariable("x", number, BtfVariableLinkage.Static));
        uint second = _source.Add(new BtfVariable("x", number, BtfVariableLinkage.Static));
        uint section = _source.Add(new BtfDataSection(".bss", 8, [new(first, 0, 4), new(second, 4, 4)]));

        var (types, ids) = Deduplicate();

        Assert.NotEqual(ids[first], ids[second]);
        Assert.Equal([ids[first], ids[second]], Assert.IsType<BtfDataSection>(types[ids[section]]).Entries.Select(entry => entry.Type));
    }

    [RequiresToolFact("clang-19")]
    public void Deduplicate_CompiledTypesTwice_AreThereOnce()
    {
        var types = BtfTypes.Parse(ElfReader.Read(CompiledFixture.Compile("kinds.c").Bytes).FindSection(".BTF")!.Data);
        var once = BtfDeduplicator.Deduplicate(types).Types.Build();
        foreach (uint first in (uint[])[0, types.Count - 1])
        {
            foreach (var (_, type) in types.All())
                _source.Add(type.MapIds(id => id == 0 ? 0 : id + first));
        }

        var (twice, ids) = Deduplicate();

        static bool IsPlace((uint Id, BtfType Type) pair) => pair.Type is BtfVariable or BtfDataSection;
        var all = twice.Build().All().ToList();
        Assert.Equal(once.All(), all.Where(pair => pair.Id < once.Count));
        Assert.All(all.Where(pair => pair.Id >= once.Count), pair => Assert.True(IsPlace(pair)));
        Assert.All(types.All().Where(pair => !IsPlace(pair)), pair => Assert.Equal(ids[pair.Id], ids[pair.Id + types.Count - 1]));
    }

    /// <summary>The kernel's build ran libbpf's deduplication: it and ours agree on what differs.</summary>
    [KernelTypesFact]
    public void Deduplicate_RunningKernel_FindsNothingMore()
    {
        var types = BtfTypes.Parse(File.ReadAllBytes(KernelTypesFactAttribute.Path));
        Assert.Equal(types.Count, BtfDeduplicator.Deduplicate(types).Types.Count);
    }

    private (BtfBuilder Types, uint[] Ids) Deduplicate() => BtfDeduplicator.Deduplicate(_source.Build());

    private uint AddInt() => _source.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));

    private uint AddPair(string name, uint other) =>
        _source.Add(new BtfStruct(name, 8, [new("other", _source.Add(new BtfPointer(other)), 0)]));

    /// <summary>A struct <c>list</c> with a pointer to itself, which has the next id.</summary>
    private uint AddList(string member)
    {
        uint list = _source.Reserve();
        _source.Set(list, new BtfStruct("list", 8, [new(member, _source.Add(new BtfPointer(list)), 0)]));
        return list;
    }
}
