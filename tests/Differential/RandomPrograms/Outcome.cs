namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>How a random program turned out.</summary>
internal enum Verdict
{
    /// <summary>Both sides gave the same.</summary>
    Agrees,

    /// <summary>It is too large for the verifier, or for the stack.</summary>
    Skipped,

    /// <summary>The sides differ.</summary>
    Differs,

    /// <summary>The verifier refused it, which C# that compiles must not come to.</summary>
    Rejected,

    /// <summary>The compiler refused it, or broke down.</summary>
    NotCompiled,

    /// <summary>It is no valid C#: a mistake of the generator.</summary>
    NotCSharp,
}

/// <summary>How a random program turned out, and why.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Verdict">How.</param>
/// <param name="Reason">In a line that is the same for all programs with that trouble.</param>
/// <param name="Details">What there is to tell of this one.</param>
internal sealed record Outcome(string Program, Verdict Verdict, string Reason = "", string Details = "")
{
    /// <summary>True for what must not be.</summary>
    public bool IsFailure => Verdict > Verdict.Skipped;

    /// <summary>True for an outcome of the same kind: what is left of a program that is made smaller must fail as the whole did.</summary>
    public bool IsLike(Outcome other) => Verdict == other.Verdict && Reason == other.Reason;
}
