using System.CommandLine;
using System.Globalization;

namespace CsBpf.Cli.Commands;

/// <summary><c>csbpf verify</c>: what the running kernel's verifier says about the programs of an object, whoever compiled it. Nothing is attached.</summary>
internal static class VerifyCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("object") { Description = "The object file.", HelpName = "X.o" };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var log = new Option<bool>("--log") { Description = "Also print the verifier's log of each program." };
        var command = new Command("verify", "Asks the running kernel's verifier about every program of an object. Needs root, or CAP_BPF and CAP_PERFMON.")
        {
            file, json, log,
        };
        command.SetAction(parsed => InputFile.UseObject(parsed.GetRequiredValue(file), bytes =>
        {
            string name = Path.GetFileName(parsed.GetRequiredValue(file));
            var options = new BpfLoadOptions { Log = parsed.GetValue(log) ? VerifierLogDetail.Full : VerifierLogDetail.Statistics };
            var report = VerificationReport.Create(BpfObjectSpec.Read(bytes, name), options);

            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                output.WriteLine(report.ToJson());
            else
                Print(report, withLog: parsed.GetValue(log), output);
            return report.Succeeded ? CommandLine.Success : CommandLine.Failure;
        }));
        return command;
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
        foreach (var program in report.Programs)
        {
            if (program.Error is { } error)
                output.WriteLine(error);
            if (withLog)
                output.WriteLine($"\nlog of {program.Name}\n{program.Log}");
        }
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
