using System.Numerics;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>How stack slots are aligned.</summary>
internal static class SlotAlignment
{
    /// <summary>The alignment of a slot in bytes: as wide as an access to it can be, so that it is copied and zeroed in few steps.</summary>
    public static int Of(StackSlot slot) => Math.Max(slot.Alignment, 1 << Math.Min(BitOperations.Log2((uint)Math.Max(slot.Size, 1)), 3));
}
