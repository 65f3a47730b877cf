using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Finds uses of memory that the program has given back to the kernel, through references that it kept.</summary>
internal static class ReturnedMemory
{
    /// <summary>The helpers that give back what their first argument refers to: <c>bpf_ringbuf_submit</c>, <c>bpf_ringbuf_discard</c>.</summary>
    private static readonly HashSet<int> Returning = [HelperNumbers.RingBufferSubmit, HelperNumbers.RingBufferDiscard];

    /// <summary>Checks the functions of a module.</summary>
    /// <exception cref="CodeGenerationException">Memory is used behind the call that gives it back.</exception>
    public static void Check(BpfModule module)
    {
        foreach (Function function in module.Functions)
        {
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (Value call in block.Values.Where(value => value.Opcode == Opcode.CallHelper && Returning.Contains(value.Helper.Id)))
                    Check(function, block, call);
            }
        }
    }

    private static void Check(Function function, BasicBlock block, Value call)
    {
        HashSet<Value> owners = Owners(call.Arguments[0]);
        HashSet<Value> references = [.. owners];
        while (Inner().Aggregate(false, (changed, value) => references.Add(value) | changed))
        {
        }

        var seen = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>();
        Follow(block, block.Values.IndexOf(call) + 1);
        while (work.TryPop(out BasicBlock? next))
            Follow(next, 0);

        IEnumerable<Value> Inner() =>
            [.. function.Blocks.SelectMany(inner => inner.Values).Where(value => value.Opcode == Opcode.PointerAdd && references.Contains(value.Arguments[0]))];

        // What follows the call that takes the memory is about other memory.
        void Follow(BasicBlock from, int start)
        {
            foreach (Value value in from.Values.Skip(start))
            {
                if (owners.Contains(value) && value.Opcode != Opcode.Phi)
                    return;
                if (value.Opcode is not (Opcode.Phi or Opcode.PointerAdd) && value.Type != IrType.Bool && value.Arguments.Exists(references.Contains))
                {
                    throw new CodeGenerationException(
                        CodeGenerationError.ReturnedMemory, function, "Memory is used that was given back to the kernel.", location: value.Location);
                }
            }

            foreach (BasicBlock successor in from.Successors.Where(seen.Add))
                work.Push(successor);
        }
    }

    // Where an address was chosen, it is that of what it was chosen from.
    private static HashSet<Value> Owners(Value address)
    {
        var owners = new HashSet<Value>();
        var work = new Stack<Value>([address]);
        while (work.TryPop(out Value? value))
        {
            if (value.IsConstant || !owners.Add(value) || value.Opcode is not (Opcode.Phi or Opcode.Select))
                continue;
            foreach (Value argument in value.Arguments.Where(argument => argument.Type == IrType.Pointer))
                work.Push(argument);
        }

        return owners;
    }
}
