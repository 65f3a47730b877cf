using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>What comparisons tell about the length of a packet, or of what is left of it.</summary>
internal static class PacketLengths
{
    /// <summary>
    /// Makes comparisons of a packet's length with a constant ones of addresses: the verifier learns from those how much can be read.
    /// </summary>
    public static void CompareAddresses(Function function, PacketBounds packet)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                Value comparison = block.Values[i];
                if (!IsOrder(comparison.Opcode) || FindConstant(comparison) is not var (number, constant, isLeft) || !packet.IsLength(Widest(number)))
                    continue;
                Value distance = block.Insert(i++, function.NewConstant(IrType.I64, constant, comparison.Location));
                Value address = block.Insert(i++, function.NewValue(Opcode.PointerAdd, IrType.Pointer, comparison.Location, [packet.Start, distance]));
                Opcode order = comparison.Opcode is Opcode.LessSigned or Opcode.LessUnsigned ? Opcode.LessUnsigned : Opcode.LessOrEqualUnsigned;
                comparison.Become(order, IrType.Bool, isLeft ? [packet.End, address] : [address, packet.End]);
            }
        }
    }

    /// <summary>
    /// What is known where control goes from one block to another: that so many bytes, from an offset on (null: from the start), are in the packet.
    /// </summary>
    public static (Value? Offset, long Size, bool IsProven)? Learn(BasicBlock from, BasicBlock to, PacketBounds packet)
    {
        if (from is not { Terminator: TerminatorKind.Branch, Control: { } comparison } || !IsOrder(comparison.Opcode) || from.Successors[0] == from.Successors[1])
            return null;
        bool isTrue = from.Successors[0] == to;
        Value[] sides = [.. comparison.Arguments];
        if (sides[0] == packet.End || sides[1] == packet.End)
        {
            Value address = sides[0] == packet.End ? sides[1] : sides[0];
            return (sides[1] == packet.End) == isTrue && address is { Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } size] } && start == packet.Start
                ? (null, size.Immediate, true)
                : null;
        }

        if (FindConstant(comparison) is not var (number, constant, isLeft) || isLeft == isTrue)
            return null;
        // What is less than the constant on one way is no less on the other.
        bool isStrict = comparison.Opcode is Opcode.LessSigned or Opcode.LessUnsigned;
        long least = isLeft == isStrict ? constant : constant + 1;
        return Widest(number) switch
        {
            { Opcode: Opcode.Subtract, Arguments: [var length, var offset] } when packet.IsLength(length) => (offset, least, false),
            { Opcode: Opcode.Add, Arguments: [var length, { IsConstant: true, Immediate: < 0 } distance] } when packet.IsLength(length) => (null, least - distance.Immediate, false),
            _ => null,
        };
    }

    /// <summary>What a comparison of addresses gives where so many bytes are known to be in the packet; null where that doesn't tell.</summary>
    public static bool? Decide(Value comparison, PacketBounds packet, long proven)
    {
        if (!IsOrder(comparison.Opcode) || !comparison.Arguments.Contains(packet.End))
            return null;
        bool isEndLeft = comparison.Arguments[0] == packet.End;
        if (comparison.Arguments[isEndLeft ? 1 : 0] is not { Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } size] } || start != packet.Start)
            return null;
        // The end is no less than what is proven: less than the size it can't be, and equal to it only where no more is proven.
        bool isDecided = isEndLeft == (comparison.Opcode == Opcode.LessUnsigned) ? size.Immediate <= proven : size.Immediate < proven;
        return isDecided ? !isEndLeft : null;
    }

    private static bool IsOrder(Opcode opcode) =>
        opcode is Opcode.LessSigned or Opcode.LessOrEqualSigned or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned;

    /// <summary>The number that is compared with a constant of the size of packets, and whether it stands on the left.</summary>
    private static (Value Number, long Constant, bool IsLeft)? FindConstant(Value comparison) => comparison.Arguments switch
    {
        [var number, { IsConstant: true, Type: IrType.I32 or IrType.I64, Immediate: >= 0 and <= PacketChecks.MaxOffset } constant] => (number, constant.Immediate, true),
        [{ IsConstant: true, Type: IrType.I32 or IrType.I64, Immediate: >= 0 and <= PacketChecks.MaxOffset } constant, var number] => (number, constant.Immediate, false),
        _ => null,
    };

    // No packet has 2 GB: a length is the same number in both widths.
    private static Value Widest(Value number) => number.Opcode == Opcode.Truncate ? number.Arguments[0] : number;
}
