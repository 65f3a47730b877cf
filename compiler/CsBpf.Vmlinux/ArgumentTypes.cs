using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>What arguments and results of the kernel's functions are in C#: each has a register, so a number of 64 bits stands for what C# has no type for.</summary>
internal sealed class ArgumentTypes(KernelTypes types)
{
    private const uint RegisterSize = 8;
    private const string Register = "ulong";

    private readonly MemberTypes _memberTypes = new(types);

    /// <summary>The C# type of an argument or result in a register.</summary>
    public string Of(uint id) => _memberTypes.Of(id) switch
    {
        { Form: MemberForm.Reference } type => type.Name + "?",
        { Form: MemberForm.Value, ArrayLength: null } type => type.Name,
        _ => Register,
    };

    /// <summary>How many registers a value takes: small structs are handed over in one or two. Null where it lies on the stack.</summary>
    public int? RegistersOf(uint id) => types.Bare(id).Type switch
    {
        BtfVoid => 0,
        BtfComposite { Size: > 2 * RegisterSize } => null,
        BtfComposite { Size: > RegisterSize } or BtfInt { Size: > RegisterSize } => 2,
        _ => 1,
    };
}
