using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization;

/// <summary>Calls from which on a packet may be elsewhere in memory, and of another length.</summary>
internal static class PacketMoves
{
    /// <summary>Marks the functions that make such calls, be it by what they call.</summary>
    public static void Mark(CallGraph calls)
    {
        foreach (Function function in calls.CalleesFirst)
            function.MovesPacket = function.Blocks.Exists(block => block.Values.Exists(Moves));
    }

    /// <summary>True for such a call. The functions that it calls are marked.</summary>
    public static bool Moves(Value value) => value.Opcode switch
    {
        Opcode.CallHelper => value.Helper.Effects == HelperEffects.MovesPacket || value.Arguments.Exists(IsMovingFunction),
        Opcode.Call => value.Callee.MovesPacket,
        _ => false,
    };

    private static bool IsMovingFunction(Value value) => value.Opcode == Opcode.FunctionAddress && value.Callee.MovesPacket;
}
