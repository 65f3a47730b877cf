using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Memory for the copy of a program's context: on the stack, or, for a larger one, memory that each thread has of its own.</summary>
internal static class ContextMemory
{
    /// <summary>The largest context that is copied to the stack, in bytes: half of it.</summary>
    private const int MaxOnStack = 256;

    /// <summary>The largest context that is copied at all.</summary>
    private const int MaxSize = 4096;

    private const int WordSize = 8;

    private const int TaskStorage = 29;
    private const int WithoutPreallocation = 1;
    private const int Create = 1;

    private static readonly HelperFunction CurrentTask = new(HelperNumbers.GetCurrentTaskBtf, "bpf_get_current_task_btf", HelperEffects.None);
    private static readonly HelperFunction GetStorage = new(HelperNumbers.TaskStorageGet, "bpf_task_storage_get", HelperEffects.Any);

    /// <summary>Whether there is memory for a context.</summary>
    /// <remarks>The kernel keeps the current task to programs with such a license.</remarks>
    public static bool IsFor(BpfModule module, int size) =>
        size <= MaxOnStack || (size <= MaxSize && module.License.Contains("GPL", StringComparison.Ordinal));

    /// <summary>Makes the memory where a program starts.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The program.</param>
    /// <param name="start">Where it starts: a block without an end.</param>
    /// <param name="body">Where it goes on with the memory.</param>
    /// <param name="context">The type of the context.</param>
    /// <param name="size">The size of the context in bytes.</param>
    /// <returns>The address of the memory, and the block that returns where the kernel has none to give.</returns>
    public static (Value Memory, BasicBlock? Missing) Make(BpfModule module, Function function, BasicBlock start, BasicBlock body, uint context, int size)
    {
        if (size <= MaxOnStack)
        {
            start.Jump(body, function.Location);
            StackSlot slot = function.NewSlot("context", (size + WordSize - 1) / WordSize * WordSize, WordSize);
            return (start.Append(function.NewValue(Opcode.SlotAddress, IrType.Pointer, function.Location, detail: slot)), null);
        }

        return OfThread(function, start, body, Define(module, function, context, size));
    }

    private static MapDefinition Define(BpfModule module, Function function, uint context, int size)
    {
        uint key = module.Types.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
        var map = new MapDefinition($"{function.Name}.context", TaskStorage, key, sizeof(int), context, size, [new("map_flags", WithoutPreallocation)]);
        module.Maps.Add(map);
        return map;
    }

    // Where the kernel has no memory to give, the program takes its fault exit.
    private static (Value Memory, BasicBlock Missing) OfThread(Function function, BasicBlock start, BasicBlock body, MapDefinition map)
    {
        Value address = Append(Opcode.MapAddress, IrType.Pointer, [], detail: map);
        Value task = Append(Opcode.CallHelper, IrType.KernelPointer, [], detail: CurrentTask);
        Value nothing = Append(Opcode.Constant, IrType.I64, []);
        Value create = Append(Opcode.Constant, IrType.I64, [], Create);
        Value memory = Append(Opcode.CallHelper, IrType.Pointer, [address, task, nothing, create], detail: GetStorage);
        Value none = Append(Opcode.Constant, IrType.Pointer, []);
        BasicBlock fault = function.NewBlock();
        start.Branch(Append(Opcode.Equal, IrType.Bool, [memory, none]), fault, body, function.Location);
        fault.Return(fault.Append(function.NewConstant(function.ReturnType, function.Program!.FaultValue, function.Location)), function.Location);
        return (memory, fault);

        Value Append(Opcode opcode, IrType type, Value[] arguments, long immediate = 0, object? detail = null) =>
            start.Append(function.NewValue(opcode, type, function.Location, arguments, immediate, detail));
    }
}
