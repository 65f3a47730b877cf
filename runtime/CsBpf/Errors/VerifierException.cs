namespace CsBpf;

/// <summary>The kernel's verifier refused a program.</summary>
/// <remarks><see cref="Exception.Message"/> is one line in the form of a compiler's:
/// <c>file.bpf.cs(12,9): error CSBPF9001: …</c>.</remarks>
public sealed class VerifierException : BpfException
{
    /// <summary>The id of the diagnostic.</summary>
    public const string DiagnosticId = "CSBPF9001";

    internal VerifierException(string program, int errno, string verifierMessage, SourceLocation? location, string log)
        : base("verify the program " + program, errno, Compose(program, verifierMessage, location), innerException: null)
    {
        Program = program;
        VerifierMessage = verifierMessage;
        Location = location;
        Log = log;
    }

    /// <summary>The name of the program.</summary>
    public string Program { get; }

    /// <summary>What is wrong.</summary>
    public string VerifierMessage { get; }

    /// <summary>The source of the instruction that the verifier stopped at; null where the object does not tell.</summary>
    public SourceLocation? Location { get; }

    /// <summary>The verifier's whole log.</summary>
    public string Log { get; }

    private static string Compose(string program, string message, SourceLocation? location)
    {
        string place = location is { } known ? known.ToString() : program;
        string source = location is { Text.Length: > 0 } line ? $" at '{line.Text}'" : "";
        return $"{place}: error {DiagnosticId}: {message}; the kernel's verifier refused the program {program}{source}.";
    }
}
