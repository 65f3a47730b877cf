using System.Globalization;

namespace CsBpf;

/// <summary>What verifying a program took.</summary>
/// <param name="Processed">The instructions that the verifier walked, over all paths; the limit is a million.</param>
/// <param name="TotalStates">The states that it remembered.</param>
/// <param name="PeakStates">The most states that it remembered at once.</param>
/// <param name="StackDepth">The stack that the program and each of its functions take, in bytes, as the kernel prints it:
/// <c>16+0</c>.</param>
/// <param name="Time">The time it took; null where the kernel does not say.</param>
public sealed record VerifierStatistics(int Processed, int TotalStates, int PeakStates, string StackDepth, TimeSpan? Time)
{
    /// <summary>The stack of the program and of all its functions together, in bytes.</summary>
    public int StackSize =>
        StackDepth.Split('+', StringSplitOptions.RemoveEmptyEntries).Sum(part => int.Parse(part, CultureInfo.InvariantCulture));
}
