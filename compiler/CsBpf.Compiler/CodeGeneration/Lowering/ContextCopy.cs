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
        if (function.CopiedContext is null && ContextReferences.Find(function) is { } problem && !TryMake(module, function))
            throw problem;
        if (function.CopiedContext is not var (context, copy, size, withoutMemory))
            return;
        foreach (BasicBlock end in function.Blocks.Where(block => block.Terminator == TerminatorKind.Return && block != withoutMemory))
            Move(function, end, end.Values.Count, end.TerminatorLocation, context, copy, size);
    }

    /// <summary>Makes the copy that a program needs; it gives nothing back yet.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The program.</param>
    /// <returns>False where the program needs none, or where it can't have one.</returns>
    public static bool TryMake(BpfModule module, Function function)
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
        Move(function, body, 0, function.Location, copy, context, size);
        function.CopiedContext = new CopiedContext(context, copy, size, withoutMemory);
        return true;
    }

    private static (uint Type, int Size)? FindContext(BtfBuilder types, Function function) =>
        types[function.Prototype] is BtfFunctionPrototype { Parameters: [var context, ..] }
        && types[context.Type] is BtfPointer { Target: var target } && types[target] is BtfStruct { Size: > 0 and var size }
            ? (target, (int)size)
            : null;

    private static void Move(Function function, BasicBlock block, int index, SourceLocation location, Value target, Value source, int size)
    {
        for (int offset = 0; offset < size; offset += LargestMove)
        {
            Value distance = Add(Opcode.Constant, IrType.I64, [], offset);
            Value to = Add(Opcode.PointerAdd, IrType.Pointer, [target, distance]);
            Value from = Add(Opcode.PointerAdd, IrType.Pointer, [source, distance]);
            Add(Opcode.Copy, IrType.Void, [to, from], Math.Min(LargestMove, size - offset), Alignment);
        }

        Value Add(Opcode opcode, IrType type, Value[] arguments, long immediate = 0, object? detail = null) =>
            block.Insert(index++, function.NewValue(opcode, type, location, arguments, immediate, detail));
    }
}
