using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Btf;

public sealed class BtfBuilderTests
{
    [RequiresToolTheory("clang-19")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void ToBytes_CompiledTypes_AreReadBackTheSame(bool fromBigEndian, bool toBigEndian)
    {
        var types = BtfTypes.Parse(ElfReader.Read(CompiledFixture.Compile("kinds.c", "v3", fromBigEndian).Bytes).FindSection(".BTF")!.Data);
        var again = BtfTypes.Parse(BtfBuilder.From(types).ToBytes(toBigEndian));

        Assert.Equal(toBigEndian, again.IsBigEndian);
        Assert.Equal(types.All(), again.All());
    }

    [KernelTypesFact]
    public void ToBytes_RunningKernel_IsReadBackTheSame()
    {
        var types = BtfTypes.Parse(File.ReadAllBytes(KernelTypesFactAttribute.Path));
        Assert.Equal(types.All(), BtfBuilder.From(types).Build().All());
    }

    [Fact]
    public void ToBytes_SameCalls_SameBytes() => Assert.Equal(Sample().ToBytes(), Sample().ToBytes());

    [Fact]
    public void ToBytes_ReservedIdNeverSet_Throws()
    {
        var builder = new BtfBuilder();
        uint id = builder.Reserve();
        Assert.False(builder.IsSet(id));
        Assert.Throws<InvalidOperationException>(() => builder.ToBytes());
        Assert.Throws<ArgumentOutOfRangeException>(() => builder[id]);
    }

    [Fact]
    public void ToBytes_MoreElementsThanTheFormatCounts_Throws()
    {
        var builder = new BtfBuilder();
        builder.Add(new BtfEnum("many", 4, false, false, [.. Enumerable.Range(0, 65536).Select(i => new BtfEnumValue("v", i))]));
        Assert.Throws<InvalidOperationException>(() => builder.ToBytes());
    }

    [Fact]
    public void AddString_SameText_SameOffset()
    {
        var builder = Sample();
        uint offset = builder.AddString("int x = 1; // größer");
        Assert.Equal(offset, builder.AddString("int x = 1; // größer"));
        Assert.Equal("int x = 1; // größer", builder.Build().StringAt(offset));
        Assert.Equal(0u, builder.AddString(""));
        Assert.Throws<ArgumentException>(() => builder.AddString("a\0b"));
    }

    [Fact]
    public void Set_RecursiveType_RefersToItself()
    {
        var types = Sample().Build();
        uint node = types.FindByName("node", BtfKind.Struct)!.Value;
        var next = Assert.IsType<BtfPointer>(types[Assert.IsType<BtfStruct>(types[node]).Members[0].Type]);
        Assert.Equal(node, next.Target);
    }

    private static BtfBuilder Sample()
    {
        var builder = new BtfBuilder();
        uint node = builder.Reserve();
        uint pointer = builder.Add(new BtfPointer(node));
        uint number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Set(node, new BtfStruct("node", 16, [new("next", pointer, 0), new("low", number, 64, 3), new("high", number, 67, 29)]));
        return builder;
    }
}
