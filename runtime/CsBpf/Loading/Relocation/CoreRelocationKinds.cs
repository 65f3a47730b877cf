using CsBpf.Object.BtfExt;

namespace CsBpf.Relocation;

/// <summary>What the kinds of CO-RE relocations are about.</summary>
internal static class CoreRelocationKinds
{
    /// <summary>Whether it is about a field.</summary>
    public static bool IsAboutField(this CoreRelocationKind kind) => kind <= CoreRelocationKind.FieldRightShift64;

    /// <summary>Whether it is about a value of an enumeration.</summary>
    public static bool IsAboutEnumValue(this CoreRelocationKind kind) =>
        kind is CoreRelocationKind.EnumValueExists or CoreRelocationKind.EnumValue;

    /// <summary>Whether it is about a type as a whole.</summary>
    public static bool IsAboutType(this CoreRelocationKind kind) => !kind.IsAboutField() && !kind.IsAboutEnumValue();
}
