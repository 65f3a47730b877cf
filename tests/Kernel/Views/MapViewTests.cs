using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Views;

/// <summary>A method with a parameter <c>Map</c> is a view of BPF maps; what it tells is what the kernel tells bpftool.</summary>
public sealed class MapViewTests
{
    [RequiresBpfTheory(BpfTool.Tool, Kernel = "6.1")]
    [InlineData("static")]
    [InlineData("")]
    public void View_OverAllMaps_HasTheirNumbersAndShapes(string modifier)
    {
        string source = Source(modifier);
        using var loaded = BpfSource.Load(source);

        string[] compared = StableComparison.AssertContainsTruth(
            () => BpfTool.Show("map").Select(map =>
                $"{map.GetProperty("id")} key={map.GetProperty("bytes_key")} value={map.GetProperty("bytes_value")} " +
                $"max={map.GetProperty("max_entries")} {(map.TryGetProperty("name", out var name) ? name : "")}"),
            () => View.ReadLines(source));

        Assert.Equal("bpf_map", View.TargetOf(source));
        Assert.Contains($"{loaded.Map("Users").Id} key=4 value=16 max=7 Users", compared);
    }

    private static string Source(string modifier) => $$$"""
        using CsBpf;
        using CsBpf.Kernel;

        public struct User
        {
            public long Id;
            public int Count;
        }

        [BpfObject(License = "GPL")]
        public partial class Maps
        {
            public readonly BpfHashMap<int, User> Users = new(maxEntries: 7);

            [BpfView]
            public {{{modifier}}} int Show(SeqFile f, Map map)
            {
                f.Print($"{map.Id} key={map.KeySize} value={map.ValueSize} max={map.MaxEntries} {map.Name}\n");
                return 0;
            }
        }
        """;
}
