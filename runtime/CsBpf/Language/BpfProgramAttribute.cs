namespace CsBpf;

/// <summary>
/// The base of every attribute that makes a method a BPF program: each names its ELF section by <see cref="ProgramSectionAttribute"/>, and
/// where the kernel looks at the result it has a property <c>OnFault</c>, of the program's result type, that says what a program returns when
/// it faults (null map slot, index out of range, division by zero).
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public abstract class BpfProgramAttribute : Attribute
{
    /// <summary>What the kernel gets when the program faults: the number of <c>OnFault</c>, or 0.</summary>
    public abstract int FaultValue { get; }
}

/// <summary>
/// On a program attribute: the ELF section of the programs that carry it, as libbpf names sections.
/// <c>{target}</c> stands for the iterator target that the parameters decide (see <see cref="IteratorTargetAttribute"/>), <c>{name}</c> for
/// the first argument of the program attribute.
/// </summary>
/// <param name="section">The section name, for instance <c>iter/{target}</c> or <c>syscall</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ProgramSectionAttribute(string section) : Attribute
{
    /// <summary>The section name.</summary>
    public string Section { get; } = section;

    /// <summary>
    /// The class of the programs once they are loaded: what the generated half of the class gives for each; without it
    /// <see cref="LoadedProgram"/>.
    /// </summary>
    public Type Program { get; init; } = typeof(LoadedProgram);

    /// <summary>The class of the programs' context (see <see cref="ProgramContextAttribute"/>); null where the parameters say what it holds.</summary>
    public Type? Context { get; init; }

    /// <summary>
    /// What has, in its parameters, the arguments that the kernel passes: a delegate type, or a method of a class; <c>{name}</c> stands for the
    /// first argument of the program attribute. Each is in 64 bits of the context, unless there are <see cref="Registers"/>. Null where
    /// nothing is known of them.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>
    /// The class of the context that has the arguments or the result in its registers (see <see cref="ArgumentRegisterAttribute"/>,
    /// <see cref="ResultRegisterAttribute"/>).
    /// </summary>
    public Type? Registers { get; init; }

    /// <summary>True where the result is behind the <see cref="Arguments"/>, for a parameter with <see cref="ReturnValueAttribute"/>.</summary>
    public bool PassesResult { get; init; }

    /// <summary>True where the verifier knows the kernel objects among <see cref="Arguments"/>; elsewhere they are addresses.</summary>
    public bool HasTrustedArguments { get; init; }

    /// <summary>
    /// The kernel class of the context, a tracepoint's record; <c>{event}</c> stands for what is behind the slash in the first argument of the
    /// program attribute. Where there is no such class, others whose names begin like it are taken. Null where the context is another.
    /// </summary>
    public string? Record { get; init; }

    /// <summary>What the programs return when they fault and <c>OnFault</c> says nothing.</summary>
    public int FaultValue { get; init; }

    /// <summary>True where the kernel looks at all 64 bits of the result: it is that of a function, or the verifier follows it so.</summary>
    public bool HasWideResult { get; init; }

    /// <summary>The smallest result that the kernel takes, where there is a largest.</summary>
    public int SmallestResult { get; init; }

    /// <summary>The largest result that the kernel takes.</summary>
    public int LargestResult { get; init; } = int.MaxValue;
}
