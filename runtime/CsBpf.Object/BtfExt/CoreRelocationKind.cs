namespace CsBpf.Object.BtfExt;

/// <summary>What a CO-RE relocation asks about a type of the running kernel; the values are the format's.</summary>
public enum CoreRelocationKind
{
    /// <summary>The offset of a field, in bytes.</summary>
    FieldByteOffset,

    /// <summary>The size of a field, in bytes.</summary>
    FieldByteSize,

    /// <summary>Whether a field exists: 1 or 0.</summary>
    FieldExists,

    /// <summary>Whether a field is signed: 1 or 0.</summary>
    FieldSigned,

    /// <summary>How far to shift a bit field left, after it was read as 64 bits.</summary>
    FieldLeftShift64,

    /// <summary>How far to shift a bit field right, after it was shifted left.</summary>
    FieldRightShift64,

    /// <summary>The id of the type in the program's own BTF.</summary>
    TypeIdLocal,

    /// <summary>The id of the type in the kernel's BTF.</summary>
    TypeIdTarget,

    /// <summary>Whether a type exists: 1 or 0.</summary>
    TypeExists,

    /// <summary>The size of a type, in bytes.</summary>
    TypeSize,

    /// <summary>Whether a value of an enumeration exists: 1 or 0.</summary>
    EnumValueExists,

    /// <summary>A value of an enumeration.</summary>
    EnumValue,

    /// <summary>Whether a type exists with the same shape: 1 or 0.</summary>
    TypeMatches,
}
