using System.Buffers.Binary;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Elf;
using CsBpf.Object.Listing;
using CsBpf.Testing;

namespace CsBpf.Object.Tests;

/// <summary>Whatever the bytes are: they are read, or there is a typed error; never a crash, a hang, or a flood of memory.</summary>
public sealed class HostileBytesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_ObjectCutAtEveryOffset_IsATypedError(bool bigEndian)
    {
        byte[] bytes = SampleObject.Create(bigEndian);
        SampleObject.ReadWhole(bytes);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<ObjectFormatException>(() => SampleObject.ReadWhole(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void Parse_TypesCutAtEveryOffset_AreATypedError()
    {
        byte[] bytes = ElfReader.Read(SampleObject.Create(bigEndian: false)).FindSection(".BTF")!.Data.ToArray();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<ObjectFormatException>(() => SampleObject.ReadTypes(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void Parse_ExtensionCutAtEveryOffset_IsATypedError()
    {
        var file = ElfReader.Read(SampleObject.Create(bigEndian: false));
        var types = BtfTypes.Parse(file.FindSection(".BTF")!.Data);
        var bytes = file.FindSection(".BTF.ext")!.Data;
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<ObjectFormatException>(() => BtfExtension.Parse(bytes[..length], types));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_ObjectWithRandomBytesChanged_IsReadOrATypedError(bool bigEndian) =>
        ReadMutations(SampleObject.Create(bigEndian), count: 5000, SampleObject.ReadWhole);

    [RequiresToolFact("clang-19")]
    public void Read_CompiledObjectWithRandomBytesChanged_IsReadOrATypedError() =>
        ReadMutations(CompiledFixture.Compile("kinds.c").Bytes, count: 1000, SampleObject.ReadWhole);

    [RequiresToolFact("clang-19")]
    public void Print_CompiledObjectWithRandomBytesChanged_IsPrintedOrATypedError() =>
        ReadMutations(CompiledFixture.Compile("loadable.c").Bytes, count: 2000, bytes => ObjectListing.Print(ElfReader.Read(bytes)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parse_TypesWithRandomBytesChanged_AreReadOrATypedError(bool bigEndian) =>
        ReadMutations(
            ElfReader.Read(SampleObject.Create(bigEndian)).FindSection(".BTF")!.Data, count: 5000, bytes => SampleObject.ReadTypes(bytes));

    [Fact]
    public void Parse_ExtensionWithRandomBytesChanged_IsReadOrATypedError()
    {
        var file = ElfReader.Read(SampleObject.Create(bigEndian: false));
        var types = BtfTypes.Parse(file.FindSection(".BTF")!.Data);
        ReadMutations(file.FindSection(".BTF.ext")!.Data, count: 5000, bytes => BtfExtension.Parse(bytes, types));
    }

    [Fact]
    public void Read_SectionCountBeyondTheFile_IsATypedErrorWithoutAllocation()
    {
        byte[] bytes = SampleObject.Create(bigEndian: false);
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(60), 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(table + 32), ulong.MaxValue);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ObjectFormatException>(() => ElfReader.Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(("ELF", 60L), (error.Section, error.Offset));
    }

    [Fact]
    public void Read_ManySectionsOverTheSameBytes_IsATypedError()
    {
        var writer = new ElfWriter();
        for (int i = 0; i < 100; i++)
            writer.AddSection($"s{i}", new byte[i == 0 ? 10_000 : 0]);

        byte[] bytes = writer.ToBytes();
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        for (int i = 2; i < 100; i++)
            bytes.AsSpan(table + 64 + 24, 16).CopyTo(bytes.AsSpan(table + (i * 64) + 24));

        var error = Assert.Throws<ObjectFormatException>(() => ElfReader.Read(bytes));
        Assert.Contains("overlaps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EachByteOfALongStringANameOfItsOwn_IsATypedError()
    {
        var builder = new BtfBuilder();
        uint text = builder.AddString(new string('x', 30_000));
        for (int i = 0; i < 10_000; i++)
            builder.Add(new BtfForward("f", IsUnion: false));

        byte[] bytes = builder.ToBytes();
        for (int i = 0; i < 10_000; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24 + (i * 12)), text + (uint)i);

        var types = BtfTypes.Parse(bytes);
        var error = Assert.Throws<ObjectFormatException>(() => types.All().Count());
        Assert.Contains("overlap", error.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectFormatException>(() => types.FindByName("f", BtfKind.Forward));
    }

    [Fact]
    public void Error_Message_SaysWhereAndWhat()
    {
        var error = Assert.Throws<ObjectFormatException>(() => BtfTypes.Parse(new byte[] { 1, 2, 3 }));
        Assert.Equal(".BTF+0x0: the magic number is 0x0201, not 0xeb9f", error.Message);
        Assert.Equal(("the magic number is 0x0201, not 0xeb9f", 0L, ".BTF"), (error.Problem, error.Offset, error.Section));
    }

    private static void ReadMutations(ReadOnlyMemory<byte> original, int count, Action<ReadOnlyMemory<byte>> read)
    {
        var random = new Random(20240229);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = original.ToArray();
            // Few changes, so that what comes after them is reached; small numbers, so that they pass for counts and offsets.
            for (int changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : random.Next(8));

            try
            {
                read(bytes);
            }
            catch (ObjectFormatException)
            {
            }
            catch (Exception error)
            {
                Assert.Fail($"mutation {i}: {error}");
            }
        }
    }
}
