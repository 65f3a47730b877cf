using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>
/// Puts before each access to a packet what the verifier asks for: a comparison of the end of the access with the end of the packet, both
/// addresses, made of the very address that the access then uses. C#'s own checks have been made before, of numbers; these never fail where
/// those didn't, but for offsets that are further than the verifier follows.
/// </summary>
internal sealed class PacketChecks
{
    /// <summary>The furthest that the verifier follows a variable offset, less what an access may add to it.</summary>
    public const long MaxOffset = ushort.MaxValue - MaxAccess;

    private const long MaxAccess = 4096;

    private readonly Function _function;
    private readonly PacketPositions _positions;
    private readonly List<PacketBounds> _packets;
    private readonly Dictionary<BasicBlock, ImmutableDictionary<(PacketBounds, Value?), Range>> _atEnd = [];
    private readonly Dictionary<BasicBlock, BasicBlock> _lastParts = [];
    private readonly DominatorTree _dominators;
    private BasicBlock _block;
    private ImmutableDictionary<(PacketBounds, Value?), Range> _ranges = ImmutableDictionary<(PacketBounds, Value?), Range>.Empty;

    private PacketChecks(Function function, List<PacketBounds> packets)
    {
        _function = function;
        _packets = packets;
        _positions = new PacketPositions(function, packets);
        _block = function.Entry;
        function.FillPredecessors();
        _dominators = new DominatorTree(function);
    }

    /// <summary>Adds the checks of a function.</summary>
    /// <exception cref="CodeGenerationException">An address of a packet goes where it can't be followed.</exception>
    public static void Run(Function function)
    {
        var epochs = new PacketEpochs(function);
        if (PacketBounds.Find(function, epochs) is not { Count: > 0 } packets)
            return;
        packets.ForEach(packet => PacketLengths.CompareAddresses(function, packet, epochs));
        var checks = new PacketChecks(function, packets);
        checks.CheckEpochs(epochs);
        checks.Run();
        UnreachableBlocks.Run(function);
    }

    /// <summary>Looks for accesses to a packet that has been moved since its address was taken.</summary>
    private void CheckEpochs(PacketEpochs epochs)
    {
        foreach (Value value in _function.Blocks.SelectMany(block => block.Values).Where(value => !IsOnlyMoved(value)))
        {
            foreach (PacketPosition position in value.Arguments.Select(_positions.Find).OfType<PacketPosition>())
            {
                if (!Equals(epochs.Before(position.Packet.Start), epochs.Before(value)))
                {
                    throw new CodeGenerationException(
                        CodeGenerationError.MovedPacket, _function, "The packet is used behind a call that may move it", location: value.Location);
                }
            }
        }
    }

    private void Run()
    {
        foreach (BasicBlock block in _dominators.Order)
        {
            BasicBlock? above = _dominators.ImmediateDominator(block);
            _ranges = above is null ? _ranges : _atEnd[above];
            if (block.Predecessors is [var only])
                _packets.ForEach(packet => Learn(only, block, packet));
            _block = block;
            CheckBlock(block);
            _atEnd.Add(block, _ranges);
        }
    }

    private void Learn(BasicBlock from, BasicBlock to, PacketBounds packet)
    {
        if (PacketLengths.Learn(_lastParts.GetValueOrDefault(from, from), to, packet) is not var (offset, size, isProven))
            return;
        Range range = _ranges.GetValueOrDefault((packet, offset), default);
        if (isProven)
            range = range with { Address = packet.Start, Size = Math.Max(range.Size, size) };
        _ranges = _ranges.SetItem((packet, offset), range with { Present = Math.Max(range.Present, size) });
    }

    private void CheckBlock(BasicBlock block)
    {
        BasicBlock current = block;
        for (int i = 0; i < current.Values.Count; i++)
        {
            Value value = current.Values[i];
            for (int argument = 0; argument < value.Arguments.Count; argument++)
            {
                if (_positions.Find(value.Arguments[argument]) is not { } position || IsOnlyMoved(value))
                    continue;
                current = Check(value, argument, position, SizeOf(value, argument));
                i = current.Values.IndexOf(value);
            }
        }

        DecideBranch(current);
        _lastParts.Add(block, current);
    }

    /// <summary>Takes away a question about the length that has been answered: C#'s own check of an access behind a longer one.</summary>
    private void DecideBranch(BasicBlock block)
    {
        if (block is not { Terminator: TerminatorKind.Branch, Control: { } condition } || block.Successors[0] == block.Successors[1])
            return;
        foreach (PacketBounds packet in _packets)
        {
            long proven = _ranges.GetValueOrDefault((packet, null), default).Size;
            if (PacketLengths.Decide(condition, packet, proven) is not { } isTrue)
                continue;
            BasicBlock taken = block.Successors[isTrue ? 0 : 1];
            foreach (Value phi in block.Successors[isTrue ? 1 : 0].Phis)
                UnreachableBlocks.RemoveIncoming(phi, from => from == block);
            block.Jump(taken, block.TerminatorLocation);
            return;
        }
    }

    private static bool IsOnlyMoved(Value value) => value.Opcode is Opcode.PointerAdd or Opcode.Phi or Opcode.Select or Opcode.Reinterpret
        or Opcode.Equal or Opcode.NotEqual or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned;

    private long SizeOf(Value user, int argument) => user switch
    {
        { Opcode: Opcode.Load or Opcode.Store } when argument == 0 => user.Access.Size.Bytes(),
        { Opcode: Opcode.Copy or Opcode.Zero } => user.Immediate,
        { Opcode: Opcode.CallHelper, Arguments: [{ Opcode: Opcode.MapAddress } map, ..] } when argument == 1 => map.Map.KeySize,
        { Opcode: Opcode.CallHelper, Arguments: [{ Opcode: Opcode.MapAddress } map, ..] } when argument == 2 => map.Map.ValueSize,
        { Opcode: Opcode.Atomic } => throw Refuse(user, "has an atomic operation on a packet"),
        _ => throw Refuse(user, "keeps an address of a packet where it can't be followed"),
    };

    private CodeGenerationException Refuse(Value value, string problem) =>
        new(CodeGenerationError.PacketReference, _function, $"'{_function.Name}' {problem}.", location: value.Location);

    /// <summary>Checks an access, and has it use the address that was checked.</summary>
    /// <returns>The block that it stands in then.</returns>
    private BasicBlock Check(Value user, int argument, PacketPosition position, long size)
    {
        BasicBlock block = user.Block!;
        bool hasDisplacement = user.Opcode is Opcode.Load or Opcode.Store;
        long first = position.Distance + (hasDisplacement ? user.Immediate : 0);
        if (first < 0 || first + size > (position.Offset is null ? ushort.MaxValue : MaxAccess))
            return CheckWhole(user, argument, position, size);

        (PacketBounds, Value?) key = (position.Packet, position.Offset);
        Range range = _ranges.GetValueOrDefault(key, default);
        if (range.Address is null)
        {
            Value? offset = position.Offset;
            if (offset is not null)
            {
                Value limit = InsertBefore(user, _function.NewConstant(IrType.I64, MaxOffset, user.Location));
                block = FaultIf(user, position, Opcode.LessUnsigned, limit, offset);
            }

            range = range with { Address = offset is null ? position.Packet.Start : Move(user, position.Packet.Start, offset) };
        }

        if (range.Size < first + size)
        {
            range = range with { Size = Math.Max(first + size, Math.Min(range.Present, MaxAccess)) };
            Value end = Move(user, range.Address!, range.Size);
            block = FaultIf(user, position, Opcode.LessUnsigned, position.Packet.End, end);
        }

        _ranges = _ranges.SetItem(key, range);
        if (hasDisplacement)
            (user.Arguments[argument], user.Immediate) = (range.Address!, first);
        else
            user.Arguments[argument] = first == 0 ? range.Address! : Move(user, range.Address!, first);
        return block;
    }

    /// <summary>Checks an access at a constant distance that the verifier has no room for: by an offset that happens to be constant.</summary>
    private BasicBlock CheckWhole(Value user, int argument, PacketPosition position, long size)
    {
        long distance = position.Distance + (user.Opcode is Opcode.Load or Opcode.Store ? user.Immediate : 0);
        if (position.Offset is null)
        {
            // Further than any packet reaches: this is not run.
            BasicBlock block = user.Block!;
            BasicBlock rest = Cut(user);
            block.Fault(user.Location);
            return rest;
        }

        Value constant = InsertBefore(user, _function.NewConstant(IrType.I64, distance, user.Location));
        Value offset = InsertBefore(user, _function.NewValue(Opcode.Add, IrType.I64, user.Location, [position.Offset, constant]));
        if (user.Opcode is Opcode.Load or Opcode.Store)
            user.Immediate = 0;
        return Check(user, argument, new PacketPosition(position.Packet, offset, 0), size);
    }

    private Value Move(Value user, Value address, long distance) =>
        Move(user, address, InsertBefore(user, _function.NewConstant(IrType.I64, distance, user.Location)));

    private Value Move(Value user, Value address, Value distance) =>
        InsertBefore(user, _function.NewValue(Opcode.PointerAdd, IrType.Pointer, user.Location, [address, distance]));

    private static Value InsertBefore(Value user, Value value) => user.Block!.Insert(user.Block.Values.IndexOf(user), value);

    private BasicBlock FaultIf(Value user, PacketPosition position, Opcode comparison, Value left, Value right)
    {
        BasicBlock block = user.Block!;
        Value condition = InsertBefore(user, _function.NewValue(comparison, IrType.Bool, user.Location, [left, right]));
        BasicBlock fault = FaultOf(position, block, user.Location);
        BasicBlock rest = Cut(user);
        block.Branch(condition, fault, rest, user.Location);
        return rest;
    }

    /// <summary>Where C#'s own check of a position leads when it fails, to what a <c>finally</c> does; otherwise out of the function.</summary>
    private BasicBlock FaultOf(PacketPosition position, BasicBlock from, SourceLocation location)
    {
        HashSet<Value> numbers = Numbers([position.Offset ?? position.Packet.End]);
        BasicBlock? question = _dominators.StrictDominators(_block).Select(above => _lastParts[above]).FirstOrDefault(end =>
            end is { Terminator: TerminatorKind.Branch, Control: { } condition } && Numbers(condition.Arguments).Overlaps(numbers));
        if (question?.Successors.Find(next => !_dominators.Dominates(next, _block)) is { } failed && EndsInFaults(failed, from))
        {
            foreach (Value phi in failed.Phis)
            {
                phi.Arguments.Add(phi.Arguments[phi.Incoming.IndexOf(question)]);
                phi.Incoming.Add(from);
            }

            return failed;
        }

        BasicBlock fault = _function.NewBlock();
        fault.Fault(location);
        return fault;
    }

    /// <summary>Numbers, and those that they are computed from.</summary>
    private static HashSet<Value> Numbers(IEnumerable<Value> values)
    {
        HashSet<Value> numbers = [];
        var work = new Stack<Value>(values);
        while (work.TryPop(out Value? value))
        {
            bool isComputed = value.Opcode is Opcode.Add or Opcode.Subtract or Opcode.ShiftLeft or Opcode.ZeroExtend or Opcode.SignExtend or Opcode.Truncate;
            if (!value.IsConstant && numbers.Add(value) && isComputed)
                value.Arguments.ForEach(work.Push);
        }

        return numbers;
    }

    /// <summary>True where all ways from a block fail, and none of them is one to the access after all.</summary>
    private static bool EndsInFaults(BasicBlock start, BasicBlock access)
    {
        HashSet<BasicBlock> seen = [];
        var work = new Stack<BasicBlock>([start]);
        while (work.TryPop(out BasicBlock? block))
        {
            if (!seen.Add(block))
                continue;
            if (block.Terminator == TerminatorKind.Return || block == access)
                return false;
            block.Successors.ForEach(work.Push);
        }

        return true;
    }

    /// <summary>Cuts a value's block before it.</summary>
    private BasicBlock Cut(Value user) => _function.SplitBlock(user.Block!, user.Block!.Values.IndexOf(user));

    /// <summary>What is known of the bytes from an offset on.</summary>
    /// <param name="Address">The address there; null where there is none yet.</param>
    /// <param name="Size">How many bytes the verifier has been shown to be in the packet.</param>
    /// <param name="Present">How many the program knows to be there.</param>
    private readonly record struct Range(Value? Address, long Size, long Present);
}
