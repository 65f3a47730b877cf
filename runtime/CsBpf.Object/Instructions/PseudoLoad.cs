namespace CsBpf.Object.Instructions;

/// <summary>What the source field of a wide load means instead of a register.</summary>
public enum PseudoLoad : byte
{
    /// <summary>The immediate is the value.</summary>
    None,

    /// <summary>The low half is the descriptor of a map.</summary>
    MapDescriptor,

    /// <summary>The low half is the descriptor of a map, the high half an offset into its first value (Linux 5.2).</summary>
    MapValue,

    /// <summary>The low half is the BTF id of a kernel variable, the high half the descriptor of its module's BTF or 0 (Linux 5.10).</summary>
    BtfId,

    /// <summary>The low half is the distance to a function of the program, in slots (Linux 5.13).</summary>
    Function,

    /// <summary>The low half is an index into the load's descriptor array (Linux 5.14).</summary>
    MapIndex,

    /// <summary>As <see cref="MapValue"/>, with an index into the load's descriptor array (Linux 5.14).</summary>
    MapIndexValue,
}

/// <summary>What a call's immediate means.</summary>
public enum CallTarget : byte
{
    /// <summary>The number of a helper.</summary>
    Helper,

    /// <summary>The distance to a function of the program, in slots, less one (Linux 4.16).</summary>
    Function,

    /// <summary>The BTF id of a kernel function; the offset is an index into the load's descriptor array, 0 is vmlinux (Linux 5.13).</summary>
    Kfunc,
}
