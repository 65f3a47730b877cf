using System.Text.Json;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Support;

/// <summary>What bpftool, which has libbpf in it, says about the kernel's objects.</summary>
internal static class BpfTool
{
    /// <summary>The name of the tool, for the attributes.</summary>
    public const string Tool = "bpftool";

    /// <summary>Each object of a kind, as bpftool describes it.</summary>
    /// <param name="kind"><c>map</c> or <c>prog</c>.</param>
    public static IReadOnlyList<JsonElement> Show(string kind)
    {
        using var json = JsonDocument.Parse(Command.Output(Tool, "-j", kind, "show"));
        return [.. json.RootElement.EnumerateArray().Select(item => item.Clone())];
    }
}
