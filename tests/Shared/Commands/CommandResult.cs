namespace CsBpf.Testing;

/// <summary>What a command left behind.</summary>
/// <param name="CommandLine">What was run.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>This result, of a command that succeeded.</summary>
    /// <exception cref="InvalidOperationException">The command exited with another code than 0.</exception>
    public CommandResult EnsureSuccess() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"`{CommandLine}` exited with {ExitCode}:\n{Error}{Output}");
}
