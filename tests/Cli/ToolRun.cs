using CsBpf.Cli;

namespace CsBpf.Cli.Tests;

/// <summary>What the tool did, run in this process.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs <c>csbpf</c> with these arguments.</summary>
    public static ToolRun Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLine.Run(arguments, output, errors);
        return new ToolRun(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>Asserts that the tool failed with one line that has this text, and printed nothing else.</summary>
    public void AssertFailure(string message)
    {
        Assert.Equal(CommandLine.Failure, ExitCode);
        Assert.StartsWith("csbpf: ", Errors, StringComparison.Ordinal);
        Assert.Equal(Errors.Length - 1, Errors.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains(message, Errors, StringComparison.Ordinal);
        Assert.Empty(Output);
    }
}
