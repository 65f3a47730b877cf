using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Gives a program that uses references into its context which the verifier would not follow a copy of the context on the stack: it works
/// on that, and where it ends, faults included, the context takes it back. Nobody else sees the context of a syscall program while it runs.
/// </summary>
internal static class ContextCopy
{
    /// <summary>The largest context that is copied, in bytes: half of the stack.</summary>
    private const int MaxSize = 256;

    /// <summary>That of the kernel's memory for the context, and of the slot.</summary>
    private const int Alignment = 8;

    private const string Section = "syscall";

    /// <summary>Lowers a function; its faults have been made returns.</summary>
    /// <exception cref="CodeGenerationException">The context is too large to be copied.</exception>
    public static void Run(Function function, BtfBuilder types)
    {
        if (function.Program is null || ContextReferences.Find(function) is not { } problem)
            return;
        if (problem.Error != CodeGenerationError.ContextReference || function.Program.Section != Section
            || SizeOfContext(function, types) is not (> 0 and <= MaxSize and var size))
            throw problem;
        Copy(function, size);
    }

    private static int? SizeOfContext(Function function, BtfBuilder types) =>
        types[function.Prototype] is BtfFunctionPrototype { Parameters: [var context, ..] }
        && types[context.Type] is BtfPointer { Target: var target } && types[target] is BtfStruct { Size: var size }
            ? (int)size
            : null;

    private static void Copy(Function function, int size)
    {
        Value context = function.NewValue(Opcode.Parameter, IrType.Pointer, function.Location);
        StackSlot slot = function.NewSlot("context", size, Alignment);
        Value copy = function.NewValue(Opcode.SlotAddress, IrType.Pointer, function.Location, detail: slot);
        IEnumerable<Value> parameters = function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.Parameter);
        function.Replace(parameters.ToDictionary(value => value, _ => copy));
        foreach (BasicBlock block in function.Blocks)
        {
            block.Values.RemoveAll(value => value.Opcode == Opcode.Parameter);
            if (block.Terminator == TerminatorKind.Return)
                block.Append(Move(context, copy, block.TerminatorLocation));
        }

        function.Entry.Insert(0, context);
        function.Entry.Insert(1, copy);
        function.Entry.Insert(2, Move(copy, context, function.Location));

        Value Move(Value target, Value source, SourceLocation location) =>
            function.NewValue(Opcode.Copy, IrType.Void, location, [target, source], size, Alignment);
    }
}
