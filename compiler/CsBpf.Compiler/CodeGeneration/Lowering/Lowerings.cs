using CsBpf.Compiler.CodeGeneration.Core;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Brings SSA to what the machine has: afterwards every value is one that instruction selection knows.</summary>
internal static class Lowerings
{
    /// <summary>Lowers the functions of a module.</summary>
    public static void Run(BpfModule module, CoreValues core, BpfIsa isa)
    {
        module.Functions.ForEach(function => KernelPathFolding.Run(function, core));
        KernelPointers pointers = KernelPointers.Analyze(module, core);
        module.Functions.ForEach(function => KernelArguments.Check(function, pointers));
        module.Functions.ForEach(function => KernelAccessLowering.Run(function, pointers));
        FaultLowering.Run(module);
        module.Functions.ForEach(function => ContextCopy.Run(module, function));
        foreach (Function function in module.Functions)
        {
            CallbackResults.Run(function);
            ConditionSplitting.Run(function);
            FenceLowering.Run(function);
            MemoryMoveLowering.Run(function);
            UnalignedAccessLowering.Run(function);
            AddressFolding.Run(function);
            if (isa < BpfIsa.V3)
                NarrowArithmeticLowering.Run(function);
            if (isa < BpfIsa.V4)
                DivisionLowering.Run(function);
            DeadCode.Run(function);
            CriticalEdges.Split(function);
            ComparedConstants.Run(function);
            ConstantMemory.Check(function);
        }

        SectionRules.Check(module);
        ReturnedMemory.Check(module);
    }
}
