using static CsBpf.Vmlinux.Tests.CTypes;

namespace CsBpf.Vmlinux.Tests;

/// <summary>What each kind of member becomes.</summary>
public sealed class Members
{
    private readonly CTypes _c = new();

    [Fact]
    public Task Integers()
    {
        _c.Struct(
            "numbers",
            Member("u8", _c.Integer("unsigned char", 1, isSigned: false)),
            Member("s8", _c.Integer("signed char", 1, isSigned: true)),
            Member("character", _c.Char),
            Member("u16", _c.Integer("unsigned short", 2, isSigned: false)),
            Member("s16", _c.Integer("short", 2, isSigned: true)),
            Member("u32", _c.Integer("unsigned int", 4, isSigned: false)),
            Member("s32", _c.Int),
            Member("u64", _c.UnsignedLong),
            Member("s64", _c.Integer("long", 8, isSigned: true)),
            Member("flag", _c.Bool),
            Member("size", _c.Const(_c.Typedef("size_t", _c.UnsignedLong))));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Enums()
    {
        _c.Struct(
            "states",
            Member("named", _c.Enum("state", 4, isSigned: false, ("ON", 1))),
            Member("without_name", _c.Enum("", 4, isSigned: true, ("BELOW", -1))),
            Member("by_typedef", _c.Typedef("state_t", _c.Enum("", 1, isSigned: false, ("SMALL", 1)))),
            Member("only_declared", _c.Enum("later", 4, isSigned: false)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Pointers()
    {
        uint node = _c.Reserve();
        _c.Struct(
            node,
            "node",
            Member("next", _c.Pointer(node)),
            Member("first", _c.Pointer(_c.Const(node))),
            Member("all", _c.Pointer(_c.Pointer(node))),
            Member("elsewhere", _c.Pointer(_c.Declaration("unknown"))),
            Member("counts", _c.Pointer(_c.UnsignedLong)),
            Member("flags", _c.Pointer(_c.Bool)),
            Member("state", _c.Pointer(_c.Enum("state", 4, isSigned: false, ("ON", 1)))),
            Member("data", _c.Pointer(_c.Void)),
            Member("call", _c.Pointer(_c.FunctionPrototype(_c.Int, _c.Pointer(node)))),
            Member("deeper", _c.Pointer(_c.Pointer(_c.Int))),
            Member("deepest", _c.Pointer(_c.Pointer(_c.Pointer(node)))),
            Member("row", _c.Pointer(_c.Array(_c.Int, 4))),
            Member("without_name", _c.Pointer(_c.Struct("", Member("x", _c.Int)))));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Strings()
    {
        _c.Struct(
            "texts",
            Member("name", _c.Pointer(_c.Const(_c.Char))),
            Member("comm", _c.Array(_c.Char, 16)),
            Member("bytes", _c.Array(_c.Integer("unsigned char", 1, isSigned: false), 6)),
            Member("names", _c.Pointer(_c.Pointer(_c.Char))),
            Member("two", _c.Array(_c.Pointer(_c.Char), 2)),
            Member("tail", _c.Array(_c.Char, 0)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Arrays()
    {
        uint head = _c.Struct("head", Member("first", _c.Int));
        _c.Struct(
            "rows",
            Member("numbers", _c.Array(_c.Int, 3)),
            Member("table", _c.Array(_c.Array(_c.Int, 3), 2)),
            Member("heads", _c.Array(head, 4)),
            Member("pointers", _c.Array(_c.Pointer(head), 5)),
            Member("addresses", _c.Array(_c.Pointer(_c.Void), 6)),
            Member("by_typedef", _c.Array(_c.Typedef("atomic_t", _c.Struct("", Member("counter", _c.Int))), 7)),
            Member("without_name", _c.Array(_c.Struct("", Member("x", _c.Int)), 8)),
            Member("flexible", _c.Array(_c.Pointer(head), 0)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Embedded()
    {
        uint list = _c.Reserve();
        _c.Struct(list, "list_head", Member("next", _c.Pointer(list)), Member("prev", _c.Pointer(list)));
        _c.Struct("owner", Member("list", list), Member("lock", _c.Typedef("spinlock_t", _c.Struct("spinlock", Member("value", _c.Int)))));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Bitfields()
    {
        _c.Struct(
            "bits",
            Member("number", _c.Integer("unsigned int", 4, isSigned: false), bits: 3),
            Member("flag", _c.Bool, bits: 1),
            Member("state", _c.Enum("state", 4, isSigned: false, ("ON", 1)), bits: 2),
            Member("", _c.Int, bits: 5));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task MembersOfUnnamedMembers()
    {
        uint inner = _c.Union("", Member("b", _c.Int), Member("c", _c.UnsignedLong));
        uint outer = _c.Struct("", Member("a", _c.Int), Member("", inner));
        _c.Struct("flat", Member("", outer), Member("a", _c.UnsignedLong), Member("d", _c.Int));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task StructsWithoutName()
    {
        uint inner = _c.Union("", Member("x", _c.Int));
        uint outer = _c.Struct("", Member("value", _c.Int), Member("inner", inner));
        _c.Struct("parent", Member("part", outer), Member("other", inner));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task LeftOut()
    {
        _c.Struct(
            "odd",
            Member("real", _c.Float("double", 8)),
            Member("wide", _c.Integer("__int128", 16, isSigned: true)),
            Member("wides", _c.Array(_c.Integer("__int128", 16, isSigned: true), 2)),
            Member("core::option", _c.Int),
            Member("rust", _c.Struct("Option<&str>", Member("x", _c.Int))),
            Member("kept", _c.Int));
        return Verify(Generated.Classes(_c));
    }
}
