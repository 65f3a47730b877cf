using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>A method with a parameter <c>Prog</c> is a view of BPF programs; what it tells is what the kernel tells bpftool.</summary>
public sealed class ProgViewTests
{
    private const int InstructionSize = 8;

    [RequiresBpfTheory(BpfTool.Tool, Kernel = "6.1")]
    [InlineData("static")]
    [InlineData("")]
    public void View_OverAllPrograms_HasTheirNumbersAndSizes(string modifier)
    {
        string source = Source(modifier);
        using var loaded = BpfSource.Load(source);
        uint id = loaded.Program("Show").Id;

        string[] compared = StableComparison.AssertContainsTruth(
            () => BpfTool.Show("prog").Select(program =>
                $"{program.GetProperty("id")} xlated={program.GetProperty("bytes_xlated")} jited={program.GetProperty("bytes_jited")}"),
            () => View.ReadLines(source).Select(line => line[..line.LastIndexOf(' ')]));

        Assert.Equal("bpf_prog", View.TargetOf(source));
        Assert.Contains(compared, line => line.StartsWith($"{id} "));
        Assert.Contains(View.ReadLines(source), line => line.StartsWith($"{id} ") && line.EndsWith(" Show"));
    }

    private static string Source(string modifier) => $$$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Programs
        {
            [BpfView]
            public {{{modifier}}} int Show(SeqFile f, Prog prog)
            {
                f.Print($"{prog.Id} xlated={prog.Length * {{{InstructionSize}}}} jited={prog.MachineCodeSize} {prog.Name}\n");
                return 0;
            }
        }
        """;
}
