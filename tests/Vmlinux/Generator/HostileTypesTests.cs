using CsBpf.Object;
using CsBpf.Object.Btf;
using static CsBpf.Vmlinux.Tests.CTypes;

namespace CsBpf.Vmlinux.Tests;

/// <summary>BTF that no compiler writes: a typed error, and soon.</summary>
public sealed class HostileTypesTests
{
    private readonly CTypes _c = new();

    [Fact]
    public void Generate_TypedefOfItself_IsATypedError()
    {
        uint typedef = _c.Reserve();
        _c.Set(typedef, new BtfTypedef("again", typedef));
        _c.Struct("owner", Member("x", typedef));
        AssertRefused();
    }

    [Fact]
    public void Generate_ConstOfItself_IsATypedError()
    {
        uint constant = _c.Reserve();
        _c.Set(constant, new BtfConst(constant));
        _c.Struct("owner", Member("x", constant));
        AssertRefused();
    }

    [Fact]
    public void Generate_ArrayOfItself_IsATypedError()
    {
        uint array = _c.Reserve();
        _c.Set(array, new BtfArray(array, _c.Int, 2));
        _c.Struct("owner", Member("x", array));
        AssertRefused();
    }

    [Fact]
    public void Generate_PointerToItself_IsAnAddress()
    {
        uint pointer = _c.Reserve();
        _c.Set(pointer, new BtfPointer(pointer));
        _c.Struct("owner", Member("x", pointer));
        Assert.Contains("public nuint x", Generated.Classes(_c), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_UnnamedStructInItself_IsATypedError()
    {
        uint inner = _c.Reserve();
        _c.Struct(inner, "", Member("again", inner));
        _c.Struct("owner", Member("x", inner));
        AssertRefused();
    }

    [Fact]
    public void Generate_UnnamedMembersInEachOtherWithoutEnd_IsATypedError()
    {
        uint inner = _c.Struct("", Member("x", _c.Int));
        for (int depth = 0; depth < 100_000; depth++)
            inner = _c.Struct("", Member("", inner));
        _c.Struct("owner", Member("", inner));
        AssertRefused();
    }

    [Fact]
    public void Generate_UnnamedStructsThatMultiply_IsATypedError()
    {
        uint inner = _c.Struct("", Member("x", _c.Int));
        for (int depth = 0; depth < 12; depth++)
            inner = _c.Struct("", Member("a", inner), Member("b", inner), Member("c", inner), Member("d", inner));
        _c.Struct("owner", Member("x", inner));
        AssertRefused();
    }

    [Fact]
    public void Generate_ArrayOfMoreThanCSharpCounts_IsLeftOut()
    {
        _c.Struct("owner", Member("x", _c.Array(_c.Array(_c.Int, uint.MaxValue), uint.MaxValue)), Member("kept", _c.Int));
        string classes = Generated.Classes(_c);
        Assert.DoesNotContain(" x ", classes, StringComparison.Ordinal);
        Assert.Contains(" kept ", classes, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_NamesThatWouldBeCode_AreLeftOut()
    {
        _c.Struct("owner { } class evil", Member("x", _c.Int));
        _c.Struct("owner", Member("x; public int y", _c.Int), Member("1st", _c.Int));
        _c.Enum("state", 4, isSigned: false, ("A = 1, B", 1));
        Assert.Equal("public class owner : KernelObject\n{\n}\n", Generated.Classes(_c));
        Assert.DoesNotContain("B", Generated.Enums(_c), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_IntegersOfNoSize_AreLeftOut()
    {
        uint state = _c.Enum("state", 3, isSigned: false, ("ON", 1));
        _c.Struct("owner", Member("x", _c.Integer("odd", 3, isSigned: false)), Member("y", state));
        Assert.Equal("public class owner : KernelObject\n{\n}\n", Generated.Classes(_c));
        Assert.DoesNotContain("state", Generated.Enums(_c), StringComparison.Ordinal);
    }

    private void AssertRefused() => Assert.Throws<ObjectFormatException>(() => KernelSource.Generate(_c.Build(), FriendlyNames.None));
}
