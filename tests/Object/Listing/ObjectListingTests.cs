using CsBpf.Object.Elf;
using CsBpf.Object.Listing;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Listing;

public sealed class ObjectListingTests
{
    private static readonly Lazy<string> Loadable =
        new(() => ObjectListing.Print(ElfReader.Read(CompiledFixture.Compile("loadable.c").Bytes)));

    [RequiresToolTheory("clang-19")]
    [InlineData("\nsection raw_tp/sys_enter\n\nenter:\n")]
    [InlineData(" r1 = counts ll\n")]
    [InlineData(" call bpf_map_lookup_elem#1\n")]
    [InlineData(" call mix\n")]
    [InlineData(" r2 = each ll\n")]
    [InlineData(" r3 = .bss+8 ll\n")]
    [InlineData(" ; byte_off struct task_struct.real_parent\n")]
    [InlineData(": if r0 != 0 goto L1\n")]
    [InlineData("\nL1:\n       ; loadable.c:62: if (*count > limit)\n")]
    public void Print_NamesWhatAnInstructionRefersTo(string expected) => Assert.Contains(expected, Loadable.Value, StringComparison.Ordinal);

    [RequiresToolFact("clang-19")]
    public void Print_OfBigEndianCode_IsTheSameButForTheByteOrder()
    {
        string big = ObjectListing.Print(ElfReader.Read(CompiledFixture.Compile("loadable.c", bigEndian: true).Bytes));

        Assert.Contains(" call bpf_loop#181\n", big, StringComparison.Ordinal);
        Assert.Contains(" r1 = counts ll\n", big, StringComparison.Ordinal);
    }

    [Fact]
    public void Print_OfAnObjectWithoutCode_IsEmpty() => Assert.Empty(ObjectListing.Print(ElfReader.Read(new ElfWriter().ToBytes())));
}
