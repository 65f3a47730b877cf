using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>Finds uses of a packet behind a call from which on the verifier (Linux 6.13) no longer knows where that is.</summary>
internal static class LostPackets
{
    /// <summary>Checks a function, in which packets are taken once.</summary>
    /// <exception cref="CodeGenerationException">A packet is used behind such a call.</exception>
    public static void Check(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            int call = block.Values.FindIndex(value => value.Opcode == Opcode.CallHelper && value.Helper.Id == HelperNumbers.TailCall);
            if (call >= 0 && Behind(block, call).FirstOrDefault(value => value.Arguments.Exists(IsInPacket)) is { } use)
                throw new CodeGenerationException(CodeGenerationError.TailCallPacket, function, "The packet is used behind a tail call.", location: use.Location);
        }
    }

    private static IEnumerable<Value> Behind(BasicBlock block, int call)
    {
        var seen = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>(block.Successors);
        foreach (Value value in block.Values.Skip(call + 1))
            yield return value;
        while (work.TryPop(out BasicBlock? next))
        {
            if (!seen.Add(next))
                continue;
            foreach (Value value in next.Values)
                yield return value;
            next.Successors.ToList().ForEach(work.Push);
        }
    }

    private static bool IsInPacket(Value value) =>
        value.Type == IrType.Pointer && AddressRoots.Of(value).Exists(root => root.Opcode is Opcode.PacketStart or Opcode.PacketEnd);
}
