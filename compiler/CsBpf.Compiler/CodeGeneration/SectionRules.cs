using System.Collections.Immutable;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Checks what the verifier asks of sections of the kernel, in the functions that are called there, too.</summary>
internal sealed class SectionRules
{
    private readonly HashSet<(Function Function, string Sections)> _checked = [];

    /// <summary>Checks the functions of a module: the calls that they make are those that are in the code.</summary>
    /// <exception cref="CodeGenerationException">A section is nested, or something is called in one that may not be.</exception>
    public static void Check(BpfModule module)
    {
        if (!module.Functions.Exists(KernelSections.HasBoundaries))
            return;
        var rules = new SectionRules();
        foreach (Function entry in module.Functions.Where(function => function.IsEntry))
            rules.Check(entry, []);
    }

    private void Check(Function function, ImmutableArray<KernelSection> atStart)
    {
        if (!_checked.Add((function, string.Join(' ', atStart))))
            return;
        var sections = new KernelSections(function, atStart);
        foreach (BasicBlock block in function.Blocks)
        {
            foreach ((Value value, ImmutableArray<KernelSection> open) in sections.Values(block))
            {
                Check(function, value, open);
                if (value.CalledFunction is { } callee)
                    Check(callee, open);
            }

            // What the frontend knows of leaves by the section's end. Beyond 60 KB a packet has checks that it does not know of.
            if (block.Successors.Count == 0 && !sections.AtEnd(block).SequenceEqual(atStart))
            {
                throw new CodeGenerationException(
                    CodeGenerationError.PacketReference, function, "A packet is read beyond its first 60 KB in a section of the kernel.", location: block.TerminatorLocation);
            }
        }
    }

    private static void Check(Function function, Value value, ImmutableArray<KernelSection> open)
    {
        bool isLocked = open.Contains(KernelSection.SpinLock);
        switch (KernelSections.BoundaryOf(value))
        {
            case (KernelSection.SpinLock, true) when isLocked:
                throw Error(CodeGenerationError.NestedSection, "A spin lock is taken while another one is held");
            case (KernelSection.Rcu, true) when open.Contains(KernelSection.Rcu):
                throw Error(CodeGenerationError.NestedSection, "A section of RCU is entered inside of another one");
            case (KernelSection.SpinLock, false):
                break;
            default:
                if (!isLocked && open.Length > 0 && value is { Opcode: Opcode.Call, Callee: { IsGlobal: true, Name: var global } })
                    throw Error(CodeGenerationError.GlobalCall, $"'{global}' is a [BpfGlobal] function, and called in a section of the kernel");
                if (isLocked && CalledName(value) is { } name)
                    throw Error(CodeGenerationError.LockedCall, $"'{name}' is called while a spin lock is held");
                break;
        }

        CodeGenerationException Error(CodeGenerationError error, string message) => new(error, function, message, location: value.Location);
    }

    private static string? CalledName(Value value) => value.Opcode switch
    {
        Opcode.CallHelper => value.Helper.Name,
        Opcode.CallKfunc => value.Kfunc.Name,
        Opcode.Call => value.Callee.Name,
        _ => null,
    };
}
