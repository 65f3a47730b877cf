using System.Text.Json;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

[Collection(KernelStateCollection.Name)]
public sealed class VerificationReportTests : IDisposable
{
    private const string Source = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>

        struct {
            __uint(type, BPF_MAP_TYPE_HASH);
            __uint(max_entries, 4);
            __type(key, int);
            __type(value, long);
            __uint(pinning, LIBBPF_PIN_BY_NAME);
        } table SEC(".maps");

        struct {
            __uint(type, BPF_MAP_TYPE_ARRAY);
            __type(key, int);
            __type(value, long);
        } sized_later SEC(".maps");

        static __noinline int touch(int key)
        {
            long *value = bpf_map_lookup_elem(&table, &key);
            return value ? *value : 0;
        }

        SEC("xdp") int good(struct xdp_md *ctx) { return touch(1) ? XDP_DROP : XDP_PASS; }
        SEC("xdp") int bad(struct xdp_md *ctx) { return *(int *)(long)ctx->data; }
        SEC("?socket") int optional(struct __sk_buff *skb) { return 0; }
        SEC("xdp") int later(struct xdp_md *ctx) { int key = 0; return bpf_map_lookup_elem(&sized_later, &key) != 0; }
        SEC("freplace") int replacement(struct __sk_buff *skb) { return skb->len; }

        char LICENSE[] SEC("license") = "GPL";
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfFact(Clang.Tool, Kernel = "6.1")]
    public void Programs_AreJudgedEachOnItsOwn()
    {
        var report = VerificationReport.Create(BpfObjectSpec.Read(Compiled.Value, "mixed"));

        Assert.False(report.Succeeded);
        Assert.Null(report.Error);
        Assert.Equal(["bad"], report.Programs.Where(program => !program.Succeeded).Select(program => program.Name));
        Assert.Equal(["good", "later", "optional", "replacement"], report.Programs.Where(program => program.Succeeded).Select(program => program.Name).Order());
        var good = report.Programs.Single(program => program.Name == "good");
        Assert.True(good.Statistics!.Processed > 5);
        Assert.True(good.Instructions > 5);
        Assert.Equal(2, good.Statistics.StackDepth.Split('+').Length);
        var bad = report.Programs.Single(program => program.Name == "bad");
        Assert.Equal(25, bad.Location!.Value.Line);
        Assert.Contains("error CSBPF9001", bad.Error);
        Assert.False(File.Exists(Path.Combine(BpfFileSystem.DefaultPath, "table")));
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "6.1")]
    public void Object_ThatCannotBeLoaded_FailsAllItsPrograms()
    {
        byte[] bytes = Clang.Compile("""
            #include <linux/bpf.h>
            #include <bpf/bpf_helpers.h>
            struct { __uint(type, 9999); __uint(max_entries, 4); __type(key, int); __type(value, long); } strange SEC(".maps");
            SEC("xdp") int pass(struct xdp_md *ctx) { return XDP_PASS; }
            """);

        var report = VerificationReport.Create(BpfObjectSpec.Read(bytes, "strange"));

        Assert.False(report.Succeeded);
        Assert.Contains("create the map strange", report.Error);
        Assert.Equal(report.Error, Assert.Single(report.Programs).Error);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(report.Error, json.RootElement.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("programs")[0].GetProperty("processed").ValueKind);
    }

    [RequiresBpfFact(Clang.Tool, Kernel = "6.1")]
    public void Report_AsJson_HasTheFieldsThatToolsRead()
    {
        using var json = JsonDocument.Parse(VerificationReport.Create(BpfObjectSpec.Read(Compiled.Value, "mixed")).ToJson());
        var programs = json.RootElement.GetProperty("programs").EnumerateArray().ToDictionary(
            program => program.GetProperty("name").GetString()!);

        Assert.Equal("mixed", json.RootElement.GetProperty("object").GetString());
        var good = programs["good"];
        Assert.Equal("xdp", good.GetProperty("type").GetString());
        Assert.Equal("success", good.GetProperty("verdict").GetString());
        Assert.True(good.GetProperty("instructions").GetInt32() > 0);
        Assert.True(good.GetProperty("processed").GetInt32() > 0);
        Assert.True(good.GetProperty("states").GetInt32() >= 0);
        Assert.True(good.GetProperty("stack").GetInt32() > 0);
        var bad = programs["bad"];
        Assert.Equal("failure", bad.GetProperty("verdict").GetString());
        Assert.Contains("CSBPF9001", bad.GetProperty("message").GetString());
        Assert.Equal(25, bad.GetProperty("location").GetProperty("line").GetInt32());
    }
}
