using System.Diagnostics;
using CsBpf.Object.Btf;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Btf;

public sealed class BtfTypesTests
{
    [RequiresToolTheory("clang-19", "bpftool")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Parse_EveryKind_PrintsAsBpftoolDumps(string cpu, bool bigEndian)
    {
        var fixture = CompiledFixture.Compile("kinds.c", cpu, bigEndian);
        var types = BtfTypes.Parse(ElfReader.Read(fixture.Bytes).FindSection(".BTF")!.Data);

        Assert.Equal(bigEndian, types.IsBigEndian);
        Assert.Equal(Enum.GetValues<BtfKind>().Except([BtfKind.Void]), types.All().Select(pair => pair.Type.Kind).Distinct().Order());
        Assert.Equal(Command.Output("bpftool", "btf", "dump", "file", fixture.Path, "format", "raw"), BtfPrinter.Print(types));
    }

    [RequiresToolFact("clang-19")]
    public void SizeOf_CompiledTypes_IsSizeof()
    {
        var types = BtfTypes.Parse(ElfReader.Read(CompiledFixture.Compile("kinds.c").Bytes).FindSection(".BTF")!.Data);
        uint SizeOf(string name, BtfKind kind) => types.SizeOf(types.FindByName(name, kind)!.Value);

        Assert.Equal(4u, SizeOf("int", BtfKind.Int));
        Assert.Equal(16u, SizeOf("bits", BtfKind.Struct));
        Assert.Equal(1u, SizeOf("small", BtfKind.Enum));
        Assert.Equal(8u, SizeOf("large", BtfKind.Enum64));
        Assert.Equal(SizeOf("node", BtfKind.Struct), SizeOf("node_t", BtfKind.Typedef));
        Assert.Equal(SizeOf("node", BtfKind.Struct), SizeOf("node_global", BtfKind.Variable));
        Assert.Equal(4u, SizeOf("_license", BtfKind.Variable));
    }

    [Fact]
    public void FindByName_Flavors_AreTypesOfTheirOwnWithOneEssentialName()
    {
        var builder = new BtfBuilder();
        uint plain = builder.Add(new BtfStruct("task_struct", 4, []));
        uint function = builder.Add(new BtfForward("task_struct", IsUnion: true));
        uint old = builder.Add(new BtfStruct("task_struct___old", 4, []));
        builder.Add(new BtfStruct("task_struct_", 4, []));
        builder.Add(new BtfStruct("task_struct____", 4, []));
        var types = builder.Build();

        Assert.Equal(plain, types.FindByName("task_struct", BtfKind.Struct));
        Assert.Equal(old, types.FindByName("task_struct___old", BtfKind.Struct));
        Assert.Null(types.FindByName("task_struct", BtfKind.Union));
        Assert.Null(types.FindByName("task_struct___new", BtfKind.Struct));
        Assert.Null(types.FindByName("", BtfKind.Struct));
        Assert.Equal([plain, function], types.IdsByName("task_struct"));
        Assert.Equal([plain, function, old], types.IdsByEssentialName("task_struct"));
    }

    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo___v2", "foo")]
    [InlineData("foo___a___b", "foo___a")]
    [InlineData("___foo", "___foo")]
    [InlineData("foo___", "foo___")]
    [InlineData("foo____bar", "foo____bar")]
    [InlineData("a___b", "a")]
    [InlineData("", "")]
    public void WithoutFlavor_Name_IsWhatLibbpfCallsEssential(string name, string essential)
    {
        Assert.Equal(essential, BtfName.WithoutFlavor(name));
        Assert.Equal(essential, System.Text.Encoding.UTF8.GetString(BtfName.WithoutFlavor(System.Text.Encoding.UTF8.GetBytes(name))));
    }

    [Fact]
    public void Parse_SplitTypes_ContinueTheirBase()
    {
        var builder = new BtfBuilder();
        uint number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        uint kernel = builder.Add(new BtfStruct("kernel", 4, [new("a", number, 0)]));
        var kernelTypes = builder.Build();
        var moduleBuilder = new BtfBuilder(kernelTypes);
        uint module = moduleBuilder.Add(new BtfStruct("module", 8, [new("kernel", kernel, 0), new("b", number, 32)]));
        uint flavor = moduleBuilder.Add(new BtfStruct("kernel___module", 0, []));
        var types = moduleBuilder.Build();

        Assert.Equal(kernelTypes.Count, types.FirstId);
        Assert.Equal(kernelTypes.Count, module);
        Assert.Equal("kernel", types.NameOf(kernel));
        Assert.Equal(moduleBuilder[module], types[module]);
        Assert.Equal(kernel, types.FindByName("kernel", BtfKind.Struct));
        Assert.Equal([kernel, flavor], types.IdsByEssentialName("kernel"));
        Assert.Equal([module, flavor], types.All(own: true).Select(pair => pair.Id));
        Assert.Same(kernelTypes[kernel], types[kernel]);
    }

    [Fact]
    public void SizeOf_TypeDefinedByItself_IsATypedError()
    {
        var builder = new BtfBuilder();
        uint typedef = builder.Reserve();
        uint array = builder.Reserve();
        builder.Set(typedef, new BtfTypedef("loop", typedef));
        builder.Set(array, new BtfArray(array, typedef, 2));
        uint huge = builder.Add(new BtfArray(builder.Add(new BtfStruct("page", 4096, [])), 0, uint.MaxValue));
        uint function = builder.Add(new BtfFunctionPrototype(0, []));
        var types = builder.Build();

        Assert.Throws<ObjectFormatException>(() => types.SizeOf(typedef));
        Assert.Throws<ObjectFormatException>(() => types.SizeOf(array));
        Assert.Throws<ObjectFormatException>(() => types.ResolveQualifiers(typedef));
        Assert.Equal(typedef, types.ResolveModifiers(typedef));
        Assert.Throws<ObjectFormatException>(() => types.SizeOf(huge));
        Assert.Throws<ObjectFormatException>(() => types.SizeOf(function));
        Assert.Throws<ObjectFormatException>(() => types.SizeOf(0));
    }

    [Fact]
    public void Item_IdOutOfRange_IsTheCallersError()
    {
        Assert.Equal(BtfVoid.Instance, BtfTypes.Empty[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => BtfTypes.Empty[1]);
    }

    [KernelTypesFact("bpftool")]
    public void Parse_RunningKernel_PrintsAsBpftoolDumps()
    {
        var types = BtfTypes.Parse(File.ReadAllBytes(KernelTypesFactAttribute.Path));
        string dump = Command.Output("bpftool", "btf", "dump", "file", KernelTypesFactAttribute.Path, "format", "raw");
        using var expected = new StringReader(dump);
        using var output = new StringWriter { NewLine = "\n" };
        for (uint id = 1; id < types.Count; id++)
        {
            BtfPrinter.Print(types, id, output);
            using var actual = new StringReader(output.ToString());
            while (actual.ReadLine() is { } line)
                Assert.Equal(expected.ReadLine(), line);

            output.GetStringBuilder().Clear();
        }

        Assert.Null(expected.ReadLine());
    }

    [KernelTypesFact]
    public void Parse_RunningKernel_OpensInMillisecondsWithoutDecoding()
    {
        byte[] bytes = File.ReadAllBytes(KernelTypesFactAttribute.Path);
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            BtfTypes.Parse(bytes);
            var elapsed = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = elapsed < best ? elapsed : best;
        }

        Assert.InRange(best.TotalMilliseconds, 0, 9);
        Assert.InRange(allocated, 0, bytes.Length / 2);
    }
}
