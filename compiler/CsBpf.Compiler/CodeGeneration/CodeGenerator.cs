using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration.Core;
using CsBpf.Compiler.CodeGeneration.Emission;
using CsBpf.Compiler.CodeGeneration.Frames;
using CsBpf.Compiler.CodeGeneration.Layout;
using CsBpf.Compiler.CodeGeneration.Lowering;
using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.CodeGeneration.Registers;
using CsBpf.Compiler.CodeGeneration.Selection;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Turns the SSA functions of a module into code of the machine.</summary>
public static class CodeGenerator
{
    /// <summary>Generates the code of a module. The functions are lowered in place: afterwards they are only good for looking at.</summary>
    /// <param name="module">The module.</param>
    /// <param name="isa">The instructions that may be used.</param>
    /// <param name="targetKernel">The oldest kernel that the code is meant for; without it the one that the compiler's options have.</param>
    /// <exception cref="CodeGenerationException">The machine can't do what the module asks.</exception>
    public static ImmutableArray<FunctionCode> Generate(BpfModule module, BpfIsa isa, Version? targetKernel = null)
    {
        targetKernel ??= new BpfCompilerOptions().TargetKernel;
        module.Functions.ForEach(EndlessLoops.Check);
        TimerMaps.Check(module);
        var core = new CoreValues(module.Types.Build());
        Lowerings.Run(module, core, isa);
        ImmutableArray<FunctionCode> code = [.. module.Functions.Select(function => Generate(function, core, isa, targetKernel))];
        CallChains.Check(code);
        return code;
    }

    private static FunctionCode Generate(Function function, CoreValues core, BpfIsa isa, Version targetKernel)
    {
        MachineFunction machine = InstructionSelector.Select(function, core, isa);
        ControlFlow.Simplify(machine);
        DeadInstructions.Remove(machine);
        RegisterAllocator.Allocate(machine, namesCopies: targetKernel < SpillCode.NamedCopies);
        RedundantMoves.Remove(machine);
        FrameLayout.Place(machine);
        ControlFlow.Simplify(machine);
        TailMerging.Run(machine);
        ControlFlow.Simplify(machine);
        BlockLayout.Order(machine);
        ExitCopies.Place(machine, isa);
        return Emitter.Emit(machine, isa);
    }
}
