using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Brings SSA to what the machine has: afterwards every value is one that instruction selection knows.</summary>
internal static class Lowerings
{
    /// <summary>Lowers the functions of a module.</summary>
    public static void Run(BpfModule module, BpfIsa isa)
    {
        foreach (Function function in module.Functions)
        {
            FaultLowering.Run(function);
            CriticalEdges.Split(function);
        }
    }
}
