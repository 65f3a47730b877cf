using System.Numerics;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Rewriting;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// How wide an access through a pointer may be. The verifier wants accesses to the stack and to contexts to be aligned; in the values of maps,
/// in globals and in packets it leaves that to the processor, which can do without.
/// </summary>
internal static class PointerAlignment
{
    private const int Widest = sizeof(long);

    /// <summary>The widest access, in bytes, that the verifier takes at a distance from a pointer, as far as it can be told.</summary>
    public static int Of(Value pointer, long distance = 0) =>
        IsFree(pointer, []) ? Widest : Math.Min(KnownOf(pointer), LowestBit((ulong)distance));

    private static bool IsFree(Value pointer, HashSet<Value> seen) => !seen.Add(pointer) || pointer.Opcode switch
    {
        Opcode.GlobalAddress or Opcode.PacketStart or Opcode.CallHelper or Opcode.Constant => true,
        Opcode.PointerAdd => IsFree(pointer.Arguments[0], seen),
        Opcode.Select => pointer.Arguments.Skip(1).All(source => IsFree(source, seen)),
        Opcode.Phi => pointer.Arguments.TrueForAll(source => IsFree(source, seen)),
        _ => false,
    };

    private static int KnownOf(Value pointer) => pointer switch
    {
        { Opcode: Opcode.SlotAddress } => SlotAlignment.Of(pointer.Slot),
        { Opcode: Opcode.PointerAdd, Arguments: [var start, var offset] } => Math.Min(KnownOf(start), LowestBit(KnownBits.Of(offset).Maximum)),
        _ => 1,
    };

    private static int LowestBit(ulong number) => 1 << Math.Min(BitOperations.TrailingZeroCount(number), BitOperations.Log2(Widest));
}
