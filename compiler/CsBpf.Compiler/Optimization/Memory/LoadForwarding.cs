using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Memory;

/// <summary>Looks back from a load to what was last written where it reads.</summary>
internal static class LoadForwarding
{
    private const int MaximumSteps = 32;

    /// <summary>The place that a plain load or store accesses.</summary>
    public static MemoryLocation LocationOf(Value access) => MemoryLocation.At(access.Arguments[0], access.Immediate, access.Access.Size.Bytes());

    /// <summary>
    /// The state that a load reads: changes elsewhere are passed over. Where that state comes from a store or zeroing of all that the load reads,
    /// its <see cref="MemoryState.ChangedBy"/> is that.
    /// </summary>
    public static MemoryState Seen(MemoryLocation location, MemoryState state)
    {
        for (int i = 0; i < MaximumSteps && state.ChangedBy is { } change && Changed(change) is { } changed && changed.IsApartFrom(location); i++)
            state = state.Previous!;
        return state;
    }

    /// <summary>What a load gives by what was stored before; null where nobody knows.</summary>
    /// <param name="function">The function.</param>
    /// <param name="load">The load.</param>
    /// <param name="location">Where it reads.</param>
    /// <param name="seen">The state that it reads.</param>
    /// <param name="add">Takes each new value, to stand before the load.</param>
    public static Value? Forward(Function function, Value load, MemoryLocation location, MemoryState seen, Action<Value> add)
    {
        if (seen.ChangedBy is not { } change || Changed(change) is not { } changed || !changed.Covers(location))
            return null;
        if (change.Opcode == Opcode.Zero)
        {
            Value zero = function.NewConstant(load.Type, 0, load.Location);
            add(zero);
            return zero;
        }

        if (change.Opcode != Opcode.Store || change.Access is { IsVolatile: true } or { Relocation: not null })
            return null;
        int skipped = (int)(location.Offset - changed.Offset) * 8;
        return new ScalarConversion(function, load, add).From(change.Arguments[1], skipped);
    }

    /// <summary>The place that a store, zeroing or copy writes; null for anything else, and where the loader moves it.</summary>
    private static MemoryLocation? Changed(Value change) => change.Opcode switch
    {
        Opcode.Store when change.Access.Relocation is null => LocationOf(change),
        Opcode.Zero or Opcode.Copy => MemoryLocation.At(change.Arguments[0], 0, change.Immediate),
        _ => null,
    };
}
