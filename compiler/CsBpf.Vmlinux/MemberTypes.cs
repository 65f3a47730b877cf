using CsBpf.Object;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>What the types of the kernel's members are in C#.</summary>
internal sealed class MemberTypes(KernelTypes types)
{
    /// <summary>How many arrays may lie in each other.</summary>
    private const int MaxDepth = 32;

    private static readonly MemberType Address = new("nuint", MemberForm.Value);
    private static readonly MemberType String = new("KernelString", MemberForm.Value);

    /// <summary>The type of a member; null where C# has none (a floating-point number, an integer of 128 bits).</summary>
    /// <exception cref="ObjectFormatException">The type is defined by itself.</exception>
    public MemberType? Of(uint id) => Of(types.Bare(id));

    /// <summary>The C# type of an integer of a size; null where it has none.</summary>
    public static string? Integer(uint size, bool isSigned) => (size, isSigned) switch
    {
        (1, false) => "byte",
        (1, true) => "sbyte",
        (2, false) => "ushort",
        (2, true) => "short",
        (4, false) => "uint",
        (4, true) => "int",
        (8, false) => "ulong",
        (8, true) => "long",
        _ => null,
    };

    private MemberType? Of(BareType bare) => bare.Type switch
    {
        BtfInt or BtfEnum => Scalar(bare) is { } name ? new MemberType(name, MemberForm.Value) : null,
        BtfComposite => Embedded(bare),
        BtfPointer pointer => Pointer(pointer, isInner: false),
        BtfArray array => Array(array),
        _ => null,
    };

    private string? Scalar(BareType bare) => bare.Type switch
    {
        BtfInt { Size: 1 } number when number.Encoding.HasFlag(BtfIntEncoding.Bool) => "bool",
        BtfInt number => Integer(number.Size, number.IsSigned),
        BtfEnum enumeration => types.EnumOf(bare) ?? Integer(enumeration.Size, enumeration.IsSigned),
        _ => null,
    };

    private MemberType? Embedded(BareType bare)
    {
        if (types.ClassOf(bare) is { } name)
            return new MemberType(name, MemberForm.Embedded);
        return bare.Name.Length == 0 ? new MemberType("", MemberForm.Embedded) { Anonymous = bare.Id } : null;
    }

    private MemberType Pointer(BtfPointer pointer, bool isInner)
    {
        BareType target = types.Bare(pointer.Target);
        switch (target.Type)
        {
            case BtfComposite or BtfForward:
                return types.ClassOf(target) is { } name ? new MemberType(name, MemberForm.Reference) : Address;
            case BtfInt { Name: "char" }:
                return String;
            case BtfInt or BtfEnum when !isInner && Scalar(target) is { } scalar:
                return RowOf(scalar);
            case BtfPointer inner when !isInner:
                MemberType element = Pointer(inner, isInner: true);
                return element == Address ? Address : RowOf(element.Name);
            default:
                return Address;
        }
    }

    private static MemberType RowOf(string element) => new($"KernelPointer<{element}>", MemberForm.Value);

    private MemberType? Array(BtfArray array)
    {
        // An array of arrays is one of all elements, as pahole describes it.
        ulong length = array.Length;
        BareType element = types.Bare(array.Element);
        for (int depth = 0; element.Type is BtfArray inner; depth++)
        {
            if (depth == MaxDepth)
                throw new ObjectFormatException("an array is an array of itself", 0, ".BTF");
            length = Math.Min(length * inner.Length, uint.MaxValue);
            element = types.Bare(inner.Element);
        }

        if (length > int.MaxValue)
            return null;
        MemberType? row = element.Type is BtfInt { Name: "char" } ? String : Of(element) switch
        {
            null => null,
            { Anonymous: not 0 } one => one,
            { Form: MemberForm.Reference } one => new MemberType($"KernelPointerArray<{one.Name}>", MemberForm.Value),
            var one => new MemberType($"KernelArray<{one.Name}>", MemberForm.Value),
        };
        return row is null ? null : row with { ArrayLength = (int)length };
    }
}
