namespace CsBpf.Object.Instructions;

/// <summary>What a call's immediate means.</summary>
public enum CallTarget : byte
{
    /// <summary>The number of a helper.</summary>
    Helper,

    /// <summary>The distance to a function of the program, in slots from the next instruction (Linux 4.16).</summary>
    Function,

    /// <summary>The BTF id of a kernel function; the offset tells its module, 0 is vmlinux (Linux 5.13).</summary>
    Kfunc,
}
