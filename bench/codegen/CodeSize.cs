#:property PublishAot=false

// The samples' programs beside their C twins (X.bpf.c in this directory): instructions, and what the verifier walked, remembered and
// needed of the stack. Each figure is ours/clang's. Exits with 1 where a program is larger than the bound allows, or is refused.
// Usage: sudo dotnet run bench/codegen/CodeSize.cs [BOUND]

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

double bound = args is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 1.0;
string twins = Path.GetDirectoryName(ThisFile())!;
string repository = Path.GetFullPath(Path.Combine(twins, "..", ".."));
string cli = Path.Combine(repository, "compiler", "CsBpf.Cli");
string[] includes = [.. new[] { "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu" }.Where(Directory.Exists)];

var work = Directory.CreateTempSubdirectory("csbpf-codegen-");
try
{
    Run("dotnet", "build", "-c", "Release", "-v", "quiet", cli);
    File.WriteAllText(InWork("vmlinux.h"), Run("bpftool", "btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c"));

    Console.WriteLine($"Linux {Environment.OSVersion.Version}, {Run("clang-19", "--version").Split('\n')[0]}");
    Console.WriteLine();
    Console.WriteLine("| program | instructions | clang | ratio | processed | states | stack |");
    Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");

    bool withinBound = true;
    foreach (string twin in Directory.GetFiles(twins, "*.bpf.c").Order(StringComparer.Ordinal))
    {
        string name = Path.GetFileName(twin)[..^".bpf.c".Length];
        Csbpf("build", Path.Combine(repository, "samples", name, name + ".bpf.cs"), "--cpu", "v3", "-o", InWork("ours.o"));
        Run(
            "clang-19",
            ["-O2", "-g", "-target", "bpf", "-mcpu=v3", "-D__TARGET_ARCH_x86",
             .. includes.SelectMany(include => new[] { "-idirafter", include }), $"-I{work.FullName}",
             "-c", twin, "-o", InWork("clang.o")]);

        var clang = Verify("clang.o").ToDictionary(program => (string)program["name"]!);
        foreach (var ours in Verify("ours.o"))
        {
            var theirs = clang[(string)ours["name"]!];
            double ratio = (double)ours["instructions"]! / (double)theirs["instructions"]!;
            withinBound &= ratio <= bound;
            Console.WriteLine(
                $"| {name}.{ours["name"]} | {ours["instructions"]} | {theirs["instructions"]} "
                + $"| {ratio.ToString("0.00", CultureInfo.InvariantCulture)} "
                + $"| {Pair("processed")} | {Pair("states")} | {Pair("stack")} |");

            string Pair(string figure) => $"{ours[figure]}/{theirs[figure]}";
        }
    }

    Console.WriteLine();
    Console.WriteLine($"Bound: {bound.ToString("0.00", CultureInfo.InvariantCulture)}, {(withinBound ? "kept" : "exceeded")}.");
    return withinBound ? 0 : 1;
}
finally
{
    work.Delete(recursive: true);
}

IEnumerable<JsonNode> Verify(string file) =>
    JsonNode.Parse(Csbpf("verify", InWork(file), "--json"))!["programs"]!.AsArray().Select(program => program!);

string Csbpf(params string[] arguments) => Run("dotnet", ["run", "--no-build", "-c", "Release", "--project", cli, "--", .. arguments]);

string InWork(string file) => Path.Combine(work.FullName, file);

static string Run(string tool, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? output
        : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} exited with {process.ExitCode}:\n{output}");
}

static string ThisFile([CallerFilePath] string path = "") => path;
