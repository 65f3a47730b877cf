#:project ../../runtime/CsBpf/CsBpf.csproj
#:property PublishAot=false

// How long it takes to open, load and close an object: with this loader, and with libbpf in C (libbpf.c in this directory), one after the
// other on the same kernel. Prints the medians, and the first time in a process, which is what a tool that loads one object waits for.
// Usage: sudo dotnet run -c Release bench/loader/LoadTime.cs [COUNT]      # needs clang-19, bpftool, gcc, libbpf-dev

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsBpf;

string directory = Path.GetDirectoryName(ThisFile())!;
if (args is ["--once", var single])
{
    Console.WriteLine(Once(single));
    return 0;
}

int count = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 50;
var work = Directory.CreateTempSubdirectory("csbpf-loader-");
try
{
    string libbpf = Path.Combine(work.FullName, "libbpf");
    Run("gcc", "-O2", "-o", libbpf, Path.Combine(directory, "libbpf.c"), "-lbpf");
    string version = Run("dpkg-query", "-W", "-f", "${Version}", "libbpf-dev");
    string types = Run("bpftool", "btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c");
    File.WriteAllText(Path.Combine(work.FullName, "vmlinux.h"), types);

    Console.WriteLine($"Linux {Environment.OSVersion.Version}, libbpf {version}, medians of {count} in milliseconds");
    Console.WriteLine();
    Console.WriteLine("| object | programs | csbpf | libbpf | ratio | csbpf, first | libbpf, first |");
    Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    foreach (string name in new[] { "small", "relocated", "large" })
    {
        string source = Path.Combine(directory, name + ".bpf.c"), path = Path.Combine(work.FullName, name + ".bpf.o");
        Run(
            "clang-19", "-O2", "-g", "-target", "bpf", "-mcpu=v3", "-D__TARGET_ARCH_x86", "-I", work.FullName,
            "-idirafter", "/usr/include/x86_64-linux-gnu", "-c", source, "-o", path);

        double oursFirst = double.Parse(
            Run(Environment.ProcessPath!, "--once", path), CultureInfo.InvariantCulture);
        string printed = Run(libbpf, path, count.ToString(CultureInfo.InvariantCulture));
        double[] theirs =
        [
            .. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => double.Parse(line, CultureInfo.InvariantCulture) / 1e6),
        ];
        // Until the code is compiled for good.
        for (int i = 0; i < 30; i++)
            Once(path);
        double[] ours = [.. Enumerable.Range(0, count).Select(_ => Once(path))];

        int programs = BpfObjectSpec.ReadFile(path).Programs.Count;
        double theirsFirst = theirs[0], ourMedian = Median(ours), theirMedian = Median(theirs), ratio = ourMedian / theirMedian;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {programs} | {ourMedian:0.00} | {theirMedian:0.00} | {ratio:0.00} | {oursFirst:0.0} | {theirsFirst:0.0} |"));
    }

    return 0;
}
finally
{
    work.Delete(recursive: true);
}

static double Once(string path)
{
    long start = Stopwatch.GetTimestamp();
    LoadedObject.Load(BpfObjectSpec.ReadFile(path)).Dispose();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

static double Median(double[] times)
{
    Array.Sort(times);
    return times[times.Length / 2];
}

static string Run(string tool, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
    string output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? output
        : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: {process.ExitCode}");
}

static string ThisFile([CallerFilePath] string path = "") => path;
