namespace CsBpf;

/// <summary>What an object declares and the kernel defines.</summary>
/// <param name="Name">The name in the kernel, without a flavour.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsWeak">Whether the kernel may lack it.</param>
/// <param name="TypeId">The BTF id of its type in the object.</param>
internal sealed record ExternSpec(string Name, ExternKind Kind, bool IsWeak, uint TypeId);

/// <summary>What an extern is.</summary>
internal enum ExternKind
{
    /// <summary>A kernel function (kfunc).</summary>
    Function,

    /// <summary>A variable that the kernel's BTF describes.</summary>
    Variable,

    /// <summary>An address from /proc/kallsyms, declared as <c>void</c>.</summary>
    Symbol,
}
