using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>What comparisons tell about the length of a packet, or of what is left of it.</summary>
internal static class PacketLengths
{
    /// <summary>
    /// Makes comparisons of a packet's length with a constant ones of addresses: the verifier learns from those how much can be read.
    /// </summary>
    public static void CompareAddresses(Function function, PacketBounds packet, PacketEpochs epochs)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                Value comparison = block.Values[i];
                if (FindConstant(comparison) is not var (number, constant, isLeft) || !packet.IsLength(number))
                    continue;
                // Of a packet that is elsewhere now, its length is a number.
                if (!Equals(epochs.Before(packet.Start), epochs.Before(comparison)))
                    continue;
                SourceLocation location = comparison.Location;
                Value distance = block.Insert(i++, function.NewConstant(IrType.I64, constant, location));
                Value address = block.Insert(i++, function.NewValue(Opcode.PointerAdd, IrType.Pointer, location, [packet.Start, distance]));
                Opcode order = IsStrict(comparison) ? Opcode.LessUnsigned : Opcode.LessOrEqualUnsigned;
                comparison.Become(order, IrType.Bool, isLeft ? [packet.End, address] : [address, packet.End]);
            }
        }
    }

    /// <summary>
    /// What is known where control goes from one block to another: that so many bytes, from an offset on (null: from the start), are in
    /// the packet.
    /// </summary>
    public static (Value? Offset, long Size, bool IsProven)? Learn(BasicBlock from, BasicBlock to, PacketBounds packet)
    {
        if (from is not { Terminator: TerminatorKind.Branch, Control: { } comparison })
            return null;
        bool isTrue = from.Successors[0] == to;
        if (FindSize(comparison, packet) is var (size, isEndLeft))
            return isEndLeft != isTrue ? (null, size, true) : null;
        if (FindConstant(comparison) is not var (number, constant, isLeft) || isLeft == isTrue)
            return null;
        // What is less than the constant on one way is no less on the other.
        long least = isLeft == IsStrict(comparison) ? constant : constant + 1;
        return number switch
        {
            { Opcode: Opcode.Subtract, Arguments: [var length, var offset] } when packet.IsLength(length) => (offset, least, false),
            { Opcode: Opcode.Add, Arguments: [var length, { IsConstant: true, Immediate: < 0 } distance] } when packet.IsLength(length)
                => (null, least - distance.Immediate, false),
            _ => null,
        };
    }

    /// <summary>What a comparison of addresses gives where so many bytes are known to be in the packet; null where that doesn't tell.</summary>
    public static bool? Decide(Value comparison, PacketBounds packet, long proven)
    {
        if (FindSize(comparison, packet) is not var (size, isEndLeft))
            return null;
        // The end is no less than what is proven: less than the size it can't be, and equal to it only where no more is proven.
        bool isDecided = isEndLeft == IsStrict(comparison) ? size <= proven : size < proven;
        return isDecided ? !isEndLeft : null;
    }

    private static bool IsOrder(Value value) =>
        value.Opcode is Opcode.LessSigned or Opcode.LessOrEqualSigned or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned;

    private static bool IsStrict(Value comparison) => comparison.Opcode is Opcode.LessSigned or Opcode.LessUnsigned;

    /// <summary>How far from the packet's start the address is that is compared with its end, and whether the end stands on the left.</summary>
    private static (long Size, bool IsEndLeft)? FindSize(Value comparison, PacketBounds packet)
    {
        if (!IsOrder(comparison) || !comparison.Arguments.Contains(packet.End))
            return null;
        bool isEndLeft = comparison.Arguments[0] == packet.End;
        Value address = comparison.Arguments[isEndLeft ? 1 : 0];
        return address is { Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } size] } && start == packet.Start
            ? (size.Immediate, isEndLeft)
            : null;
    }

    /// <summary>The number that is compared with a constant of the size of packets, and whether it stands on the left.</summary>
    private static (Value Number, long Constant, bool IsLeft)? FindConstant(Value comparison)
    {
        if (!IsOrder(comparison))
            return null;
        (Value left, Value right) = (comparison.Arguments[0], comparison.Arguments[1]);
        return IsSize(right) ? (Widest(left), right.Immediate, true) : IsSize(left) ? (Widest(right), left.Immediate, false) : null;
    }

    private static bool IsSize(Value value) =>
        value is { IsConstant: true, Type: IrType.I32 or IrType.I64, Immediate: >= 0 and <= PacketChecks.MaxOffset };

    // No packet has 2 GB: a length is the same number in both widths.
    private static Value Widest(Value number) => number.Opcode == Opcode.Truncate ? number.Arguments[0] : number;
}
