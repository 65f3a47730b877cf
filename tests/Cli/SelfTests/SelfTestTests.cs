using CsBpf.Testing;
using Xunit.Abstractions;

namespace CsBpf.Cli.Tests.SelfTests;

/// <summary>This loader against libbpf, over the kernel's own BPF programs: the same verdict for each.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class SelfTestTests(ITestOutputHelper output)
{
    /// <summary>The least share of the objects that libbpf loads, of which each program must be judged alike.</summary>
    private const double Bar = 0.98;

    [RequiresSelfTestsFact]
    public void EachProgram_IsJudgedAsWithLibbpf()
    {
        using var descriptors = new DescriptorCheck();
        var objects = SelfTestSet.Objects;
        var reference = SelfTestSet.RunVeristat(objects);
        var own = Verdicts.Parse(ToolRun.Of(["verify", "--json", .. objects]).Output);
        var exceptions = Exceptions.Read();

        var programs = reference.Programs.Union(own.Programs).Order().ToList();
        var differences = programs.Where(program => reference.IsTaken(program) != own.IsTaken(program)).ToList();
        foreach (var program in differences)
        {
            string verdicts = $"libbpf {Word(reference.IsTaken(program)),-8} csbpf {Word(own.IsTaken(program)),-8}";
            output.WriteLine($"{program.File,-40} {program.Program,-40} {verdicts} {exceptions.ReasonOf(program) ?? "UNEXPLAINED"}");
        }

        var loaded = reference.Loaded;
        int alike = loaded.Except(differences.Select(program => program.File)).Count();
        output.WriteLine(
            $"{objects.Count} objects, {programs.Count} programs: {programs.Count - differences.Count} judged alike. " +
            $"Of {loaded.Count} objects that libbpf loads, {alike} ({(double)alike / loaded.Count:P1}) load alike.");

        Assert.DoesNotContain(differences, program => exceptions.ReasonOf(program) is null);
        Assert.True(alike >= loaded.Count * Bar, "too many objects are judged differently");
    }

    [Fact]
    public void Exceptions_AllHaveAReason() =>
        Assert.All(Exceptions.Read().Entries, entry => Assert.EndsWith(".bpf.o", entry.Split(',')[0], StringComparison.Ordinal));

    private static string Word(bool isTaken) => isTaken ? "takes" : "refuses";
}
