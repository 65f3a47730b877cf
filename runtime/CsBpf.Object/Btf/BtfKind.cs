namespace CsBpf.Object.Btf;

/// <summary>The kind of a BTF type; the values are the format's.</summary>
public enum BtfKind : byte
{
    /// <summary>No type; the id 0.</summary>
    Void,

    /// <summary>An integer, <c>char</c> and <c>bool</c> among them.</summary>
    Int,

    /// <summary>A pointer.</summary>
    Pointer,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A struct.</summary>
    Struct,

    /// <summary>A union.</summary>
    Union,

    /// <summary>An enumeration whose values have 32 bits.</summary>
    Enum,

    /// <summary>A declaration of a struct or union without its members.</summary>
    Forward,

    /// <summary>A typedef.</summary>
    Typedef,

    /// <summary>The qualifier <c>volatile</c>.</summary>
    Volatile,

    /// <summary>The qualifier <c>const</c>.</summary>
    Const,

    /// <summary>The qualifier <c>restrict</c>.</summary>
    Restrict,

    /// <summary>A function (Linux 5.0).</summary>
    Function,

    /// <summary>The parameters and the result of a function (Linux 5.0).</summary>
    FunctionPrototype,

    /// <summary>A global variable (Linux 5.2).</summary>
    Variable,

    /// <summary>A section of global variables (Linux 5.2).</summary>
    DataSection,

    /// <summary>A floating-point number (Linux 5.13).</summary>
    Float,

    /// <summary>A tag on a declaration, <c>btf_decl_tag</c> (Linux 5.16).</summary>
    DeclarationTag,

    /// <summary>A tag on a type, <c>btf_type_tag</c> (Linux 5.17).</summary>
    TypeTag,

    /// <summary>An enumeration whose values have 64 bits (Linux 6.0).</summary>
    Enum64,
}
