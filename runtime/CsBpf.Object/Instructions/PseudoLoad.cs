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

    /// <summary>The low half is the BTF id of a kernel variable, the high half its module's BTF descriptor or 0 (Linux 5.10).</summary>
    BtfId,

    /// <summary>The low half is the distance to a function of the program, in slots (Linux 5.13).</summary>
    Function,

    /// <summary>The low half is an index into the load's descriptor array (Linux 5.14).</summary>
    MapIndex,

    /// <summary>As <see cref="MapValue"/>, with an index into the load's descriptor array (Linux 5.14).</summary>
    MapIndexValue,
}
