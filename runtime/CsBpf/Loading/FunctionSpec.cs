using System.Collections.Immutable;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;
using CsBpf.Reading;

namespace CsBpf;

/// <summary>
/// The code of a function, with what has to be done to it before the kernel takes it. Places are in slots from its start.
/// </summary>
internal sealed class FunctionSpec
{
    public required string Name { get; init; }

    public required ImmutableArray<BpfInstruction> Instructions { get; init; }

    /// <summary>The size, in slots.</summary>
    public required int Slots { get; init; }

    public ImmutableArray<CodeRelocation> Relocations { get; set; } = [];

    /// <summary>The function that takes the program's exceptions, which nothing calls; null where it has none (Linux 6.7).</summary>
    public FunctionSpec? ExceptionCallback { get; set; }

    /// <summary>The BTF id of the function; 0 where the object does not tell.</summary>
    public uint TypeId { get; init; }

    /// <summary>Where the source lines begin.</summary>
    public ImmutableArray<LineSpec> Lines { get; init; } = [];

    public ImmutableArray<CoreRelocationSpec> CoreRelocations { get; init; } = [];
}

/// <summary>The source of the instructions from one on.</summary>
internal readonly record struct LineSpec(int Slot, BtfLineInfo Info);

/// <summary>A CO-RE relocation of an instruction.</summary>
internal readonly record struct CoreRelocationSpec(int Slot, CoreRelocation Relocation);

/// <summary>What an instruction refers to.</summary>
/// <param name="Slot">The instruction.</param>
internal abstract record CodeRelocation(int Slot);

/// <summary>The instruction loads the address of a map.</summary>
internal sealed record MapRelocation(int Slot, MapSpec Map) : CodeRelocation(Slot);

/// <summary>The instruction loads the address of a place in a map's first value.</summary>
internal sealed record MapValueRelocation(int Slot, MapSpec Map, uint Offset) : CodeRelocation(Slot);

/// <summary>The instruction calls a function of the object, or loads its address.</summary>
internal sealed record FunctionRelocation(int Slot, FunctionSpec Function) : CodeRelocation(Slot);

/// <summary>The instruction calls what the kernel defines, or loads its address.</summary>
internal sealed record ExternRelocation(int Slot, ExternSpec Extern) : CodeRelocation(Slot);
