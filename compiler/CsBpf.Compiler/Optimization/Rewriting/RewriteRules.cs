using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>The rules of algebra that <see cref="Simplification"/> applies, by the operation at the top of their pattern.</summary>
/// <remarks>
/// What a rule must not do: divide a bounds check from its access. A comparison is moved to another operand only where that operand has no
/// other use, and offsets of addresses stay as they are, since the verifier knows the range of the very register that was compared.
/// </remarks>
internal static partial class RewriteRules
{
    /// <summary>All rules, in the order in which they are tried.</summary>
    public static readonly IReadOnlyList<RewriteRule> All = [.. Arithmetic, .. Division, .. Bitwise, .. Shifts, .. Extensions, .. Comparisons, .. Selections];

    private static readonly RewriteRule[][] ByOpcode =
        [.. Enum.GetValues<Opcode>().Select(opcode => All.Where(rule => rule.Pattern.Opcode == opcode).ToArray())];

    /// <summary>The rules for values of an operation.</summary>
    public static ReadOnlySpan<RewriteRule> For(Opcode opcode) => ByOpcode[(int)opcode];

    private static bool IsPowerOfTwo(ulong number) => ulong.IsPow2(number);
}
