using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>For lowerings that cut a block in two.</summary>
internal static class BlockEnds
{
    /// <summary>Ends the second part as the whole ended; the phis behind it hear of it. The first part is the caller's to end anew.</summary>
    public static void Move(BasicBlock whole, BasicBlock second)
    {
        second.EndAs(whole);
        foreach (Value phi in second.Successors.SelectMany(successor => successor.Phis))
        {
            for (int i = 0; i < phi.Incoming.Count; i++)
            {
                if (phi.Incoming[i] == whole)
                    phi.Incoming[i] = second;
            }
        }
    }
}
