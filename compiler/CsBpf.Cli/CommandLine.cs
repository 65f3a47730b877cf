using System.CommandLine;
using CsBpf.Cli.Commands;

namespace CsBpf.Cli;

/// <summary>The <c>csbpf</c> tool: finds the command, runs it, and turns what goes wrong into one line and an exit code.</summary>
public static class CommandLine
{
    /// <summary>The command did what it was asked for.</summary>
    public const int Success = 0;

    /// <summary>The command could not do it, or found what it looked for: an error in the source, a program that the verifier refuses.</summary>
    public const int Failure = 1;

    /// <summary>The arguments are not understood.</summary>
    public const int Usage = 2;

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">The arguments, without the name of the tool.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="errors">Where diagnostics and errors go.</param>
    /// <returns>The exit code: <see cref="Success"/>, <see cref="Failure"/> or <see cref="Usage"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);

        var parsed = CreateRootCommand().Parse(arguments);
        if (parsed.Errors is [var error, ..])
        {
            errors.WriteLine($"csbpf: {ErrorText.OneLine(error.Message)}");
            errors.WriteLine($"Try 'csbpf {CommandPath(parsed)}--help'.");
            return Usage;
        }

        try
        {
            int exitCode = parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
            output.Flush();
            return exitCode;
        }
        catch (Exception exception)
        {
            errors.WriteLine($"csbpf: {ErrorText.Of(exception)}");
            return Failure;
        }
    }

    private static RootCommand CreateRootCommand() => new("eBPF programs in C#: compiles them, asks the kernel's verifier about them, shows what is in an object file.")
    {
        BuildCommand.Create(),
        VerifyCommand.Create(),
        InspectCommand.Create(),
        VmlinuxCommand.Create(),
    };

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
}
