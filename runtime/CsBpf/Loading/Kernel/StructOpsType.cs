using CsBpf.Object.Btf;

namespace CsBpf;

/// <summary>A struct of functions as the running kernel knows it.</summary>
/// <param name="Name">The name of the struct.</param>
/// <param name="Id">The BTF id of the struct: what its programs attach to.</param>
/// <param name="Members">The members.</param>
/// <param name="ValueId">The BTF id of the struct that wraps it as the value of a map.</param>
/// <param name="ValueSize">The size of that struct, in bytes.</param>
/// <param name="Module">The module that has the struct; null for the kernel itself.</param>
internal sealed record StructOpsType(string Name, uint Id, BtfStruct Members, uint ValueId, uint ValueSize, KernelModule? Module)
{
    private const string ValuePrefix = "bpf_struct_ops_";

    /// <summary>Finds a struct of functions.</summary>
    /// <exception cref="FeatureNotSupportedException">The kernel has none of that name that programs can fill in.</exception>
    public static StructOpsType Find(KernelTypes kernel, string name) =>
        kernel.Find(name, BtfKind.Struct) is { } found && found.Types.FindByName(ValuePrefix + name, BtfKind.Struct) is { } value
            ? new StructOpsType(
                name, found.Id, (BtfStruct)found.Type, value, ((BtfStruct)found.Types[value]).Size, found.Module)
            : throw new FeatureNotSupportedException($"a struct {name} of functions that programs can implement", firstKernel: null);

    /// <summary>The index of a member: what its program is for.</summary>
    /// <exception cref="FeatureNotSupportedException">The kernel's struct does not have it.</exception>
    public uint IndexOf(string member)
    {
        for (int i = 0; i < Members.Members.Length; i++)
        {
            if (Members.Members[i].Name == member)
                return (uint)i;
        }

        throw new FeatureNotSupportedException($"the member {member} of the struct {Name}", firstKernel: null);
    }
}
