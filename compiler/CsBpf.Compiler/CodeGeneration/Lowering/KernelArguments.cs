using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Checks the kernel objects that helpers are given: a number that happens to be an address won't do.</summary>
internal static class KernelArguments
{
    /// <summary>The helpers that follow what their first argument refers to: <c>bpf_find_vma</c>.</summary>
    private static readonly HashSet<int> Followed = [180];

    /// <summary>Checks the calls of a function.</summary>
    /// <exception cref="CodeGenerationException">The verifier does not know an object.</exception>
    public static void Check(Function function, KernelPointers pointers)
    {
        foreach (Value call in function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.CallHelper))
        {
            if (!Followed.Contains(call.Helper.Id) || pointers.At(call.Arguments[0], call) == KernelProvenance.Typed)
                continue;
            throw new CodeGenerationException(
                CodeGenerationError.UnknownObject,
                function,
                $"'{call.Helper.Name}' is called on an object that the verifier does not know.",
                location: call.Location);
        }
    }
}
