using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Gives a program that uses references into its context which the verifier would not follow a copy of the context: it works
/// on that, and where it ends, faults included, the context takes it back. Nobody else sees the context of a syscall program while it runs.
/// </summary>
internal static class ContextCopy
{
    /// <summary>That of the kernel's memory for the context, and of the copy.</summary>
    private const int Alignment = 8;

    /// <summary>So many bytes are moved by instructions, whatever else is asked for: no helper takes the context.</summary>
    private const int LargestMove = 256;

    private const string Section = "syscall";

    /// <summary>Lowers a function; its faults have been made returns.</summary>
    /// <exception cref="CodeGenerationException">The context can't be copied.</exception>
    public static void Run(BpfModule module, Function function)
    {
        if (function.Program is null)
            return;
        if (function.CopiedContext is null && ContextReferences.Find(function) is { } problem && !TryMake(module, function, forLoop: false))
            throw problem;
        if (function.CopiedContext is not var (context, copy, size, withoutMemory))
            return;
        foreach (BasicBlock end in function.Blocks.Where(block => block.Terminator == TerminatorKind.Return && block != withoutMemory))
            Move(function, end, end.Values.Count, end.TerminatorLocation, context, copy, size);
    }

    /// <summary>Makes the copy that a program needs; it gives nothing back yet.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The program.</param>
    /// <param name="forLoop">True where loops that become functions use it.</param>
    /// <returns>False where the program needs none, or where it can't have one.</returns>
    public static bool TryMake(BpfModule module, Function function, bool forLoop)
    {
        if (function.Program is null
            || function.CopiedContext is not null
            || ContextReferences.Find(function) is not { Error: CodeGenerationError.ContextReference }
            || function.Program.Section != Section
            || FindContext(module.Types, function) is not var (type, size)
            || !ContextMemory.IsFor(module, size))
            return false;
        BasicBlock start = function.Entry;
        BasicBlock body = function.SplitBlock(start, 0);
        (Value copy, BasicBlock? withoutMemory) = ContextMemory.Make(module, function, start, body, type, size);
        Value context = start.Insert(0, function.NewValue(Opcode.Parameter, IrType.Pointer, function.Location));
        List<Value> parameters = [.. body.Values.Where(value => value.Opcode == Opcode.Parameter)];
        function.Replace(parameters.ToDictionary(value => value, _ => copy));
        body.Values.RemoveAll(parameters.Contains);
        int next = Move(function, body, 0, function.Location, copy, context, size);
        // Verifiers follow a number that is stored at the start of a word, and lose it half where something is written beside it, at a place that
        // they don't know; not where a byte follows it. Padding is there behind such a rest of the context.
        if (forLoop && copy.Opcode == Opcode.SlotAddress && size % Alignment is 1 or 2 or 4)
            StoreByte(function, body, next, copy, size);
        function.CopiedContext = new CopiedContext(context, copy, size, withoutMemory);
        return true;
    }

    private static (uint Type, int Size)? FindContext(BtfBuilder types, Function function) =>
        types[function.Prototype] is BtfFunctionPrototype { Parameters: [var context, ..] }
        && types[context.Type] is BtfPointer { Target: var target } && types[target] is BtfStruct { Size: > 0 and var size }
            ? (target, (int)size)
            : null;

    private static void StoreByte(Function function, BasicBlock block, int index, Value memory, int offset)
    {
        Value distance = block.Insert(index, function.NewConstant(IrType.I64, offset, function.Location));
        Value place = block.Insert(index + 1, function.NewValue(Opcode.PointerAdd, IrType.Pointer, function.Location, [memory, distance]));
        Value zero = block.Insert(index + 2, function.NewConstant(IrType.I32, 0, function.Location));
        block.Insert(index + 3, function.NewValue(Opcode.Store, IrType.Void, function.Location, [place, zero], detail: new MemoryAccess(MemorySize.Byte)));
    }

    private static int Move(Function function, BasicBlock block, int index, SourceLocation location, Value target, Value source, int size)
    {
        for (int offset = 0; offset < size; offset += LargestMove)
        {
            Value distance = Add(Opcode.Constant, IrType.I64, [], offset);
            Value to = Add(Opcode.PointerAdd, IrType.Pointer, [target, distance]);
            Value from = Add(Opcode.PointerAdd, IrType.Pointer, [source, distance]);
            Add(Opcode.Copy, IrType.Void, [to, from], Math.Min(LargestMove, size - offset), Alignment);
        }

        return index;

        Value Add(Opcode opcode, IrType type, Value[] arguments, long immediate = 0, object? detail = null) =>
            block.Insert(index++, function.NewValue(opcode, type, location, arguments, immediate, detail));
    }
}
