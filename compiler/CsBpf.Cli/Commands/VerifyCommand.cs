using System.CommandLine;
using System.Globalization;

namespace CsBpf.Cli.Commands;

/// <summary><c>csbpf verify</c>: what the running kernel's verifier says about the programs of objects, whoever compiled them. Nothing is attached.</summary>
internal static class VerifyCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("objects")
        {
            Description = "The object files.",
            HelpName = "X.o",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON; those of several objects as an array." };
        var log = new Option<bool>("--log") { Description = "Also print the verifier's log of each program." };
        var command = new Command("verify", "Asks the running kernel's verifier about every program of objects. Needs root, or CAP_BPF and CAP_PERFMON.")
        {
            files, json, log,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            bool withLog = parsed.GetValue(log);
            string[] paths = parsed.GetRequiredValue(files);
            var reports = paths is [var only] ? [Verify(only, withLog)] : paths.Select(path => VerifyOneOfMany(path, withLog));
            return (parsed.GetValue(json) ? PrintJson(reports, isArray: paths.Length > 1, output) : PrintText(reports, withLog, output))
                ? CommandLine.Success
                : CommandLine.Failure;
        });
        return command;
    }

    /// <summary>The report about an object.</summary>
    /// <exception cref="CommandException">The file is no object, or can't be read.</exception>
    private static VerificationReport Verify(string path, bool withLog) => InputFile.UseObject(path, bytes =>
    {
        var options = new BpfLoadOptions { Log = withLog ? VerifierLogDetail.Full : VerifierLogDetail.Statistics };
        return VerificationReport.Create(BpfObjectSpec.Read(bytes, Path.GetFileName(path)), options);
    });

    /// <summary>As <see cref="Verify"/>, but a file that is no object doesn't keep the others from being verified.</summary>
    private static VerificationReport VerifyOneOfMany(string path, bool withLog)
    {
        try
        {
            return Verify(path, withLog);
        }
        catch (CommandException exception)
        {
            return new VerificationReport(Path.GetFileName(path), []) { Error = exception.Message };
        }
    }

    /// <summary>Prints each report as soon as it is made: logs may be large.</summary>
    /// <returns>Whether all objects can be loaded.</returns>
    private static bool PrintJson(IEnumerable<VerificationReport> reports, bool isArray, TextWriter output)
    {
        bool succeeded = true;
        string before = isArray ? "[\n" : "";
        foreach (var report in reports)
        {
            output.Write(before + report.ToJson());
            before = ",\n";
            succeeded &= report.Succeeded;
        }

        output.WriteLine(isArray ? "\n]" : "");
        return succeeded;
    }

    private static bool PrintText(IEnumerable<VerificationReport> reports, bool withLog, TextWriter output)
    {
        bool succeeded = true;
        foreach (var report in reports)
        {
            Print(report, withLog, output);
            succeeded &= report.Succeeded;
        }

        return succeeded;
    }

    private static void Print(VerificationReport report, bool withLog, TextWriter output)
    {
        var table = new TextTable("name", "type", "verdict", ">instructions", ">processed", ">states", ">stack");
        foreach (var program in report.Programs)
        {
            table.Add(
                program.Name,
                program.Type.KernelName(),
                program.Succeeded ? "success" : "failure",
                Number(program.Instructions),
                Number(program.Statistics?.Processed),
                Number(program.Statistics?.TotalStates),
                Number(program.Statistics?.StackSize));
        }

        output.WriteLine(report.Object);
        table.Write(output);
        if (report.Error is not null)
            output.WriteLine(report.Error);
        foreach (var program in report.Programs)
        {
            if (program.Error is { } error && error != report.Error)
                output.WriteLine(error);
            if (withLog)
                output.WriteLine($"\nlog of {program.Name}\n{program.Log}");
        }
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
