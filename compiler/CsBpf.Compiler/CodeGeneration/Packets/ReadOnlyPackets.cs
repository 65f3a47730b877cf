using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration.Packets;

/// <summary>Finds where programs write to packets that the kernel only shows them.</summary>
internal static class ReadOnlyPackets
{
    /// <summary>Checks the programs of a module.</summary>
    /// <exception cref="CodeGenerationException">A program writes to such a packet.</exception>
    public static void Check(BpfModule module)
    {
        HashSet<Function> reading = ReachedFunctions.From(module.Functions.Where(function => function.Program is { HasReadOnlyPacket: true }));
        foreach (Function function in reading)
        {
            if (function.Blocks.SelectMany(block => block.Values).FirstOrDefault(IsWrite) is { } write)
                throw new CodeGenerationException(CodeGenerationError.ReadOnlyPacket, function, "The packet is written here.", location: write.Location);
        }
    }

    private static bool IsWrite(Value value) =>
        value.Opcode is Opcode.Store or Opcode.Atomic or Opcode.Copy or Opcode.Zero
        && AddressRoots.Of(value.Arguments[0]).Exists(root => root.Opcode == Opcode.PacketStart);
}
