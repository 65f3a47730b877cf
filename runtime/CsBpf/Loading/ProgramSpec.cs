using CsBpf.Object.Instructions;
using CsBpf.Reading;

namespace CsBpf;

/// <summary>A program as its object describes it. What has a setter can be changed until the object is loaded.</summary>
public sealed class ProgramSpec
{
    internal ProgramSpec(FunctionSpec function, string section, (SectionKind Kind, string? Target)? known)
    {
        Function = function;
        SectionName = section.TrimStart('?');
        AutoLoad = section is not ['?', ..];
        if (known is not var (kind, target))
            return;

        Type = kind.Type;
        AttachType = kind.AttachType;
        Target = target;
        IsSleepable = kind.Traits.HasFlag(SectionTraits.Sleepable);
        TakesFragments = kind.Traits.HasFlag(SectionTraits.Fragments);
        Traits = kind.Traits;
    }

    /// <summary>The name of the program's function.</summary>
    public string Name => Function.Name;

    /// <summary>The section the program is in, which says what it is: <c>iter/cgroup</c>.</summary>
    public string SectionName { get; }

    /// <summary>The type; <see cref="BpfProgramType.Unspecified"/> where the section's name says none.</summary>
    public BpfProgramType Type { get; set; }

    /// <summary>Where the program attaches, as far as the kernel must know when it verifies it.</summary>
    public BpfAttachType AttachType { get; set; }

    /// <summary>What the section names to attach to: a function, a tracepoint, an iterator's kind; null where it names nothing.</summary>
    public string? Target { get; set; }

    /// <summary>
    /// The program that has the function which <see cref="Target"/> names: what a <c>freplace</c> program replaces, or an <c>fentry</c> or
    /// <c>fexit</c> program follows. Null for functions of the kernel.
    /// </summary>
    public LoadedProgram? TargetProgram { get; set; }

    /// <summary>Whether the program may sleep (Linux 5.10).</summary>
    public bool IsSleepable { get; set; }

    /// <summary>Whether the XDP program takes packets in fragments (Linux 5.18).</summary>
    public bool TakesFragments { get; set; }

    /// <summary>
    /// Whether loading the object loads this program. False where the section's name starts with <c>?</c>. Of no account for programs that
    /// a struct of functions refers to: they are loaded where its map is made (<see cref="MapSpec.AutoCreate"/>).
    /// </summary>
    public bool AutoLoad { get; set; }

    /// <summary>The instructions, before relocation, without the functions that the program calls.</summary>
    public IReadOnlyList<BpfInstruction> Instructions => Function.Instructions;

    /// <summary>Whether <see cref="Target"/> is looked up in BTF: the kernel's, or that of <see cref="TargetProgram"/>.</summary>
    internal bool HasKernelTarget => Traits.HasFlag(SectionTraits.KernelTarget);

    /// <summary>What more the section's name says.</summary>
    internal SectionTraits Traits { get; }

    /// <summary>The struct of functions and its member that the program is for; null for other programs.</summary>
    internal (string Type, string Member)? StructOps { get; init; }

    internal FunctionSpec Function { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{SectionName} {Name}";
}
