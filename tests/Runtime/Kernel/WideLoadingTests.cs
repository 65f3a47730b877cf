using CsBpf.Object;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>What other compilers' objects hold, beyond what this one makes: they load as with libbpf.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class WideLoadingTests : IDisposable
{
    private const string Header = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_tracing.h>
        char LICENSE[] SEC("license") = "GPL";

        """;

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void MapsOfMapsAndOfPrograms_AreFilledAtLoad()
    {
        using var loaded = Load("""
            struct inner {
                __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, int); __type(value, int);
            } leaf SEC(".maps");
            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, int);
                __array(values, struct inner);
            } outer SEC(".maps") = { .values = { [1] = &leaf } };

            int target(void *ctx);
            struct {
                __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 2); __uint(key_size, 4);
                __array(values, int (void *));
            } jumps SEC(".maps") = { .values = { [1] = (void *)&target } };

            SEC("raw_tp") int target(void *ctx) { return 5; }

            SEC("raw_tp")
            int jump(void *ctx)
            {
                int index = 1, zero = 0;
                void *map = bpf_map_lookup_elem(&outer, &index);
                int *value = map ? bpf_map_lookup_elem(map, &zero) : 0;
                if (value)
                    bpf_tail_call(ctx, &jumps, *value);
                return 7;
            }
            """);

        Assert.Equal(7, loaded.Program("jump").TestRun(repeat: 0).ReturnValue);
        loaded.Map("leaf").Set(BitConverter.GetBytes(0), BitConverter.GetBytes(1));
        Assert.Equal(5, loaded.Program("jump").TestRun(repeat: 0).ReturnValue);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Configuration_IsThatOfTheRunningKernel()
    {
        using var loaded = Load("""
            extern int LINUX_KERNEL_VERSION __kconfig;
            extern bool LINUX_HAS_BPF_COOKIE __kconfig;
            extern int LINUX_NOT_THERE __kconfig __weak;
            SEC("syscall") int version(void *ctx) { return LINUX_HAS_BPF_COOKIE ? LINUX_KERNEL_VERSION + LINUX_NOT_THERE : 0; }
            """);

        var version = Environment.OSVersion.Version;
        Assert.Equal(
            (version.Major << 16) | (version.Minor << 8) | Math.Min(version.Build, 255), loaded.Program<SyscallProgram>("version").Run());
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void KernelSymbols_AreFoundByTheirAddress()
    {
        using var loaded = Load("""
            extern const void vfs_read __ksym;
            extern const void never_there __ksym __weak;
            SEC("raw_tp") int ask(void *ctx) { return (&vfs_read != 0) + 2 * (&never_there != 0); }
            """);

        Assert.Equal(1, loaded.Program("ask").TestRun(repeat: 0).ReturnValue);
    }

    [RequiresDirectCallsFact]
    public void Replacement_IsVerifiedAgainstTheProgramWhoseFunctionItReplaces()
    {
        using var target = Load("""
            __noinline int answer(struct __sk_buff *skb) { volatile int result = 1; return result; }
            SEC("tc") int entry(struct __sk_buff *skb) { return answer(skb); }
            """);
        var spec = Read("""SEC("freplace/answer") int better(struct __sk_buff *skb) { return skb->len; }""");

        spec.Program("better").TargetProgram = target.Program("entry");
        using var loaded = LoadedObject.Load(spec);

        Assert.Equal(BpfProgramType.Extension, loaded.Program("better").Type);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Instruction_ThatNobodyKnows_IsTheVerifiersToRefuse()
    {
        var spec = Read("""
            SEC("socket") int known(void *ctx) { return 0; }
            SEC("?socket") __attribute__((naked)) int unknown(void *ctx) { asm volatile (".8byte 0x000000000000ffbf; exit;"); }
            """);

        using var loaded = LoadedObject.Load(spec);
        Assert.Equal("known", Assert.Single(loaded.Programs).Name);
        spec.Program("unknown").AutoLoad = true;
        Assert.Contains("R15 is invalid", Assert.Throws<VerifierException>(() => LoadedObject.Load(spec)).Log);
    }

    [RequiresBpfTheory(Clang.Tool, "bpftool", Kernel = "6.1")]
    [InlineData("extern int never_there(int) __ksym;", "never_there(1)", "does not have the function never_there")]
    [InlineData("extern const int never_there __ksym;", "never_there", "does not have the variable never_there")]
    [InlineData("extern const int never_there __kconfig;", "never_there", "does not have the configuration value never_there")]
    public void Extern_ThatTheKernelLacks_FailsTheObjectWhoeverUsesIt(string declaration, string use, string message)
    {
        var spec = Read(
            declaration + """SEC("socket") int good(void *ctx) { return 0; } SEC("?socket") int user(void *ctx) { return """ + use + "; }");

        Assert.Contains(message, Assert.Throws<FeatureNotSupportedException>(() => LoadedObject.Load(spec)).Message);
    }

    [RequiresToolTheory(Clang.Tool, "bpftool")]
    [InlineData("extern int elsewhere;", "elsewhere")]
    [InlineData("extern int elsewhere(int);", "elsewhere(1)")]
    [InlineData("extern struct { int (*type)[1]; } elsewhere SEC(\".maps\");", "(long)&elsewhere")]
    public void Extern_ThatAnotherObjectDefines_SaysThatTheyAreLinkedFirst(string declaration, string use)
    {
        var error = Assert.Throws<ObjectFormatException>(
            () => Read(declaration + """SEC("socket") int user(void *ctx) { return """ + use + "; }"));

        Assert.Contains("elsewhere", error.Message);
        Assert.Contains("link", error.Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.9")]
    public void Arena_IsSharedMemoryFromItsFirstByte()
    {
        using var loaded = Load("""
            struct { __uint(type, BPF_MAP_TYPE_ARENA); __uint(map_flags, BPF_F_MMAPABLE); __uint(max_entries, 4); } arena SEC(".maps");
            #define __arena __attribute__((address_space(1)))
            int __arena counter = 41;
            SEC("syscall") int count(void *ctx) { return ++counter; }
            """);

        Assert.Equal(42, loaded.Program<SyscallProgram>("count").Run());
        Assert.Equal(43, loaded.Program<SyscallProgram>("count").Run());
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void StructOfFunctions_IsVerifiedAgainstTheKernels()
    {
        using var loaded = Load("""
            SEC("struct_ops/ssthresh") __u32 BPF_PROG(ssthresh, struct sock *sk) { return 2; }
            SEC("struct_ops/undo_cwnd") __u32 BPF_PROG(undo_cwnd, struct sock *sk) { return ((struct tcp_sock *)sk)->snd_cwnd; }
            SEC("struct_ops/cong_avoid") void BPF_PROG(cong_avoid, struct sock *sk, __u32 ack, __u32 acked) { }
            SEC(".struct_ops") struct tcp_congestion_ops csbpf_test = {
                .ssthresh = (void *)ssthresh, .undo_cwnd = (void *)undo_cwnd, .cong_avoid = (void *)cong_avoid, .name = "csbpf_test",
            };
            """);

        Assert.Equal(3, loaded.Programs.Count);
        Assert.All(loaded.Programs, program => Assert.Equal(BpfProgramType.StructOps, program.Type));
        Assert.Equal(BpfMapType.StructOps, loaded.Map("csbpf_test").Type);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.9")]
    public void StructOfFunctions_ThatIsOptional_IsMadeOnRequestWithItsPrograms()
    {
        var spec = Read("""
            SEC("struct_ops/ssthresh") __u32 BPF_PROG(ssthresh, struct sock *sk) { return 2; }
            SEC("struct_ops/undo_cwnd") __u32 BPF_PROG(undo_cwnd, struct sock *sk) { return ((struct tcp_sock *)sk)->snd_cwnd; }
            SEC("struct_ops/cong_avoid") void BPF_PROG(cong_avoid, struct sock *sk, __u32 ack, __u32 acked) { }
            SEC("?.struct_ops") struct tcp_congestion_ops csbpf_test = {
                .ssthresh = (void *)ssthresh, .undo_cwnd = (void *)undo_cwnd, .cong_avoid = (void *)cong_avoid, .name = "csbpf_test",
            };
            SEC("?struct_ops/release") void BPF_PROG(alone, struct sock *sk) { }
            """);

        using (var none = LoadedObject.Load(spec))
            Assert.Empty(none.Programs.Select(program => program.Name).Concat(none.Maps.Select(map => map.Name)));
        spec.Map("csbpf_test").AutoCreate = true;
        using (var all = LoadedObject.Load(spec))
            Assert.Equal(["ssthresh", "undo_cwnd", "cong_avoid"], all.Programs.Select(program => program.Name));
        spec.Program("alone").AutoLoad = true;
        Assert.Contains("no struct of functions refers to it", Assert.Throws<BpfException>(() => LoadedObject.Load(spec)).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Map_ThatWasNotMade_FailsTheProgramThatGetsToIt()
    {
        var spec = Read("""
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1); __type(key, int); __type(value, int); } table SEC(".maps");
            SEC("socket") int user(void *ctx) { int key = 1; return bpf_map_lookup_elem(&table, &key) != 0; }
            """);
        spec.Map("table").AutoCreate = false;

        Assert.Contains("the map table was not made", Assert.Throws<VerifierException>(() => LoadedObject.Load(spec)).Message);
        spec.Program("user").AutoLoad = false;
        using var loaded = LoadedObject.Load(spec);
        Assert.Contains(nameof(MapSpec.AutoCreate), Assert.Throws<KeyNotFoundException>(() => loaded.Map("table")).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Callbacks_AreAppendedWithWhatCallsThem()
    {
        using var loaded = Load("""
            long total;
            static __noinline long add(long value) { total += value; return 0; }
            static long each(u32 index, void *context) { return add(index); }
            SEC("syscall") int loop(void *ctx) { bpf_loop(5, each, 0, 0); return total; }
            """);

        Assert.Equal(10, loaded.Program<SyscallProgram>("loop").Run());
        Assert.Equal(10, loaded.Global<long>("total"));
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Packet_GoesThroughAnXdpProgram()
    {
        using var loaded = Load("""
            SEC("xdp")
            int swap(struct xdp_md *ctx)
            {
                unsigned char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
                if (data + 2 > end)
                    return XDP_ABORTED;
                data[0]++;
                return XDP_TX;
            }
            """);

        byte[] packet = new byte[64];
        byte[] output = new byte[64];
        var result = loaded.Program("swap").TestRun(packet, output, repeat: 1);
        Assert.Equal((3, 64, 1), (result.ReturnValue, result.OutputLength, output[0]));
        Assert.Contains(
            "data or a context of that size", Assert.Throws<BpfException>(() => loaded.Program("swap").TestRun(new byte[4])).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Statistics_AreKeptOnRequest()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + """
            SEC("syscall") int run(void *ctx) { return 1; }
            """));
        using var quiet = LoadedObject.Load(spec);
        using var counted = LoadedObject.Load(spec, new BpfLoadOptions { Log = VerifierLogDetail.Statistics });
        using var logged = LoadedObject.Load(spec, new BpfLoadOptions { Log = VerifierLogDetail.Full });

        Assert.Null(quiet.Program("run").Statistics);
        Assert.Equal(2, counted.Program("run").Statistics!.Processed);
        Assert.Contains("exit", logged.Program("run").Log);
    }

    private static LoadedObject Load(string source) => LoadedObject.Load(Read(source));

    private static BpfObjectSpec Read(string source) => BpfObjectSpec.Read(Clang.Compile(Header + source));
}
