using static CsBpf.Vmlinux.Tests.CTypes;

namespace CsBpf.Vmlinux.Tests;

/// <summary>What each kind of type becomes, and under which name.</summary>
public sealed class Types
{
    private readonly CTypes _c = new();

    [Fact]
    public Task Union()
    {
        _c.Union("value", Member("number", _c.Int), Member("address", _c.Pointer(_c.Void)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task TypedefOfStructWithoutName()
    {
        uint atomic = _c.Typedef("atomic_t", _c.Struct("", Member("counter", _c.Int)));
        _c.Typedef("sockptr_t", _c.Union("", Member("kernel", _c.Pointer(_c.Void))));
        _c.Struct("user", Member("count", _c.Typedef("refcount_t", atomic)), Member("counts", _c.Pointer(atomic)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Declaration()
    {
        _c.Declaration("hidden");
        _c.Declaration("hidden_union", isUnion: true);
        _c.Declaration("defined");
        _c.Struct("defined", Member("x", _c.Int));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Tracepoints()
    {
        uint data = _c.Pointer(_c.Void);
        uint task = _c.Struct("task", Member("x", _c.Int));
        uint number = _c.Struct("number", Member("value", _c.Int));
        void Tracepoint(string name, params uint[] arguments) => _c.Typedef(name, _c.Pointer(_c.FunctionPrototype(_c.Void, arguments)));
        Tracepoint("btf_trace_switch", data, _c.Bool, _c.Const(_c.Pointer(task)), _c.Typedef("u64", _c.UnsignedLong));
        Tracepoint("btf_trace_event", data);
        Tracepoint("btf_trace_rest", data, _c.Pointer(_c.Const(_c.Char)), data, number, _c.Float("double", 8), _c.Enum("state", 4, isSigned: false, ("A", 1)));
        Tracepoint("callback_t", data, _c.Int);
        Tracepoint("btf_trace_none");
        _c.Typedef("btf_trace_number", _c.Int);
        return Verify(Generated.Tracepoints(_c));
    }

    [Fact]
    public Task Functions()
    {
        uint task = _c.Struct("task", Member("x", _c.Int));
        uint pair = _c.SmallStruct("pair", 16);
        _c.Function("call", _c.Int, ("task", _c.Pointer(task)), ("in", _c.Bool), ("", _c.Pointer(_c.Void)));
        _c.Function("static_one", _c.Void, ("count", _c.Int));
        _c.Function("static_one", _c.Int, ("count", _c.Int));
        _c.Function("static_one", _c.Int, ("count", _c.UnsignedLong));
        _c.Function("event", _c.FunctionPrototype(_c.Pointer(task)));
        _c.Function("values", _c.SmallStruct("single", 8), ("small", _c.SmallStruct("half", 4)), ("pair", pair), ("last", _c.Int));
        _c.Function("printk", _c.Int, ("format", _c.Pointer(_c.Const(_c.Char))), ("", _c.Void));
        _c.Function("on_the_stack", _c.Int, ("first", _c.Int), ("large", task), ("next", _c.Int));
        _c.Function("returns_much", task, ("next", _c.Int));
        _c.Function("part.0", _c.FunctionPrototype(_c.Int));
        return Verify(Generated.Functions(_c));
    }

    [Fact]
    public Task SameName()
    {
        _c.Struct("twice", Member("first", _c.Int));
        _c.Struct("twice", Member("second", _c.Int));
        _c.Enum("twice", 4, isSigned: false, ("VALUE", 1));
        _c.Typedef("twice", _c.Struct("", Member("third", _c.Int)));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task Keywords()
    {
        uint file = _c.Struct("file", Member("private", _c.Pointer(_c.Void)), Member("event", _c.Int), Member("record", _c.Int));
        _c.Struct("class", Member("field", _c.Pointer(file)), Member("files", _c.Array(file, 2)), Member("value", file));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task NamesThatCSharpTakesItself()
    {
        _c.Struct("pid", Member("pid", _c.Int), Member("pid_", _c.Int));
        _c.Struct("operations", Member("link", _c.Int), Member("get_link", _c.Pointer(_c.Void)), Member("set_link", _c.Int));
        return Verify(Generated.Classes(_c));
    }

    [Fact]
    public Task WrittenByHand()
    {
        uint cgroup = _c.Reserve();
        _c.Struct(cgroup, "cgroup", Member("parent", _c.Pointer(cgroup)), Member("level", _c.Int));
        _c.Struct(
            "root",
            Member("cgrp", cgroup),
            Member("all", _c.Array(_c.Pointer(cgroup), 2)),
            Member("more", _c.Pointer(_c.Pointer(cgroup))));
        return Verify(Generated.Classes(_c, "cgroup Cgroup", "public sealed class Cgroup : cgroup;"));
    }

    [Fact]
    public Task Enums()
    {
        _c.Enum("unsigned_int", 4, isSigned: false, ("ZERO", 0), ("MOST", uint.MaxValue));
        _c.Enum("signed_int", 4, isSigned: true, ("BELOW", -1), ("event", 1), ("signed_int", 2));
        _c.Enum("small", 1, isSigned: false, ("SMALL", 255));
        _c.Enum("wide", 8, isSigned: false, ("WIDE", -1));
        _c.Enum("wide_signed", 8, isSigned: true, ("WIDE_SIGNED", long.MinValue));
        _c.Typedef("by_typedef", _c.Enum("", 4, isSigned: false, ("BY_TYPEDEF", 1)));
        return Verify(Generated.Enums(_c));
    }

    [Fact]
    public Task Constants()
    {
        _c.Enum("", 4, isSigned: false, ("BPF_ANY", 0), ("BPF_EXIST", 2));
        _c.Enum("", 4, isSigned: true, ("BELOW", -1));
        _c.Enum("", 8, isSigned: false, ("BPF_F_CURRENT_CPU", 0xffffffff), ("BPF_F_CTXLEN_MASK", 0xfffff00000000), ("ALL", -1));
        _c.Enum("", 4, isSigned: false, ("BPF_ANY", 7));
        return Verify(Generated.Enums(_c));
    }
}
