using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux.Tests;

/// <summary>BTF as a C compiler would write it: the types of C by their names, and each declaration a call.</summary>
internal sealed class CTypes
{
    private readonly BtfBuilder _types = new();

    public CTypes()
    {
        Char = _types.Add(new BtfInt("char", 1, BtfIntEncoding.Signed));
        Int = _types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        UnsignedLong = _types.Add(new BtfInt("unsigned long", 8, BtfIntEncoding.None));
        Bool = _types.Add(new BtfInt("_Bool", 1, BtfIntEncoding.Bool));
    }

    public uint Char { get; }

    public uint Int { get; }

    public uint UnsignedLong { get; }

    public uint Bool { get; }

    public uint Void => 0;

    public uint Integer(string name, uint size, bool isSigned) =>
        _types.Add(new BtfInt(name, size, isSigned ? BtfIntEncoding.Signed : BtfIntEncoding.None));

    public uint Float(string name, uint size) => _types.Add(new BtfFloat(name, size));

    public uint Pointer(uint target) => _types.Add(new BtfPointer(target));

    public uint Const(uint target) => _types.Add(new BtfConst(target));

    public uint Array(uint element, uint length) => _types.Add(new BtfArray(element, Int, length));

    public uint Typedef(string name, uint target) => _types.Add(new BtfTypedef(name, target));

    public uint FunctionPrototype(uint result, params uint[] parameters) =>
        _types.Add(new BtfFunctionPrototype(result, [.. parameters.Select(type => new BtfParameter("", type))]));

    public uint Function(string name, uint result, params (string Name, uint Type)[] parameters) => Function(
        name, _types.Add(new BtfFunctionPrototype(result, [.. parameters.Select(parameter => new BtfParameter(parameter.Name, parameter.Type))])));

    /// <summary>A struct that fits registers.</summary>
    public uint SmallStruct(string name, uint size) => _types.Add(new BtfStruct(name, size, [Member("x", Int)]));

    public uint Function(string name, uint prototype) => _types.Add(new BtfFunction(name, prototype, BtfFunctionLinkage.Static));

    public uint Declaration(string name, bool isUnion = false) => _types.Add(new BtfForward(name, isUnion));

    public uint Enum(string name, uint size, bool isSigned, params (string Name, long Value)[] values) =>
        _types.Add(new BtfEnum(name, size, isSigned, size == 8, [.. values.Select(value => new BtfEnumValue(value.Name, value.Value))]));

    public uint Struct(string name, params BtfMember[] members) => Struct(_types.Reserve(), name, members);

    /// <summary>A struct whose id was taken by <see cref="Reserve"/>.</summary>
    public uint Struct(uint id, string name, params BtfMember[] members)
    {
        _types.Set(id, new BtfStruct(name, 1024, [.. members]));
        return id;
    }

    public uint Union(string name, params BtfMember[] members) => _types.Add(new BtfUnion(name, 1024, [.. members]));

    public uint Reserve() => _types.Reserve();

    public void Set(uint id, BtfType type) => _types.Set(id, type);

    public BtfTypes Build() => _types.Build();

    /// <summary>A member; its place does not matter to the classes.</summary>
    public static BtfMember Member(string name, uint type, byte bits = 0) => new(name, type, 0, bits);
}
