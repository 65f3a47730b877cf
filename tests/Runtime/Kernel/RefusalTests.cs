using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>What the kernel does not take is one clear error, and leaves nothing behind.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class RefusalTests : IDisposable
{
    private const string Header = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_core_read.h>
        char LICENSE[] SEC("license") = "GPL";

        """;

    private readonly DescriptorCheck _descriptors = new();

    public void Dispose() => _descriptors.Dispose();

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Verifier_RefusingAProgram_IsAnErrorAtTheSourceLine()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + """
            struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1); __type(key, int); __type(value, long); } reads SEC(".maps");

            SEC("iter/cgroup")
            int show(struct bpf_iter__cgroup *ctx)
            {
                int key = 0;
                long *value = bpf_map_lookup_elem(&reads, &key);
                *value += 1;
                return 0;
            }
            """));

        var exception = Assert.Throws<VerifierException>(() => LoadedObject.Load(spec));
        Assert.Equal("show", exception.Program);
        Assert.Equal(new SourceLocation(exception.Location!.Value.File, 12, 12, "*value += 1;"), exception.Location);
        Assert.Matches(
            @"source\.c\(12,12\): error CSBPF9001: R\d invalid mem access 'map_value_or_null'; .*show.*'\*value \+= 1;'\.$",
            exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains("processed", exception.Log);
        Assert.Equal(13, exception.Errno);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Log_OfAnySize_IsKeptWhole()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + """
            SEC("syscall")
            int large(int *ctx)
            {
                volatile long sum = 0;
            #pragma unroll
                for (int i = 0; i < 2000; i++)
                    sum += ctx[i & 1] * i;
                return *(int *)sum;
            }
            """));

        var exception = Assert.Throws<VerifierException>(() => LoadedObject.Load(spec));
        Assert.True(exception.Log.Length > 100_000, $"{exception.Log.Length} characters");
        Assert.StartsWith("0: ", exception.Log.Replace("func#0 @0\n", ""));
        Assert.Contains("invalid mem access 'scalar'", exception.Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Field_ThatTheKernelLacks_IsNamedWhereTheProgramGetsToIt()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + """
            struct cgroup___other { int never_there; } __attribute__((preserve_access_index));

            SEC("iter/cgroup")
            int show(struct bpf_iter__cgroup *ctx)
            {
                struct cgroup___other *cgrp = (void *)ctx->cgroup;
                return cgrp ? cgrp->never_there : 0;
            }
            """));

        var exception = Assert.Throws<VerifierException>(() => LoadedObject.Load(spec));
        Assert.Contains("this kernel has no cgroup___other.never_there, and the program gets there", exception.Message);
        Assert.Contains("source.c(11,", exception.Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Field_ThatTheKernelLacks_IsNoMatterBehindACheck()
    {
        using var loaded = LoadedObject.Load(BpfObjectSpec.Read(Clang.Compile(Header + """
            struct cgroup___other { int never_there; } __attribute__((preserve_access_index));
            extern void never_there(void) __ksym __weak;
            extern const int never_here __ksym __weak;

            SEC("iter/cgroup")
            int show(struct bpf_iter__cgroup *ctx)
            {
                struct cgroup___other *cgrp = (void *)ctx->cgroup;
                if (never_there)
                    never_there();
                if (&never_here && *(int *)bpf_this_cpu_ptr(&never_here))
                    return 1;
                return cgrp && bpf_core_field_exists(cgrp->never_there) ? cgrp->never_there : 0;
            }
            """)));
        Assert.Single(loaded.Programs);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Function_ThatTheKernelLacks_IsNamed()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + """
            extern void never_there(void) __ksym;
            SEC("syscall") int run(void *ctx) { never_there(); return 0; }
            """));
        var exception = Assert.Throws<FeatureNotSupportedException>(() => LoadedObject.Load(spec));
        Assert.Equal("the function never_there", exception.Feature);
        Assert.Contains("weak", exception.Message);
    }

    [RequiresBpfTheory(Clang.Tool, "bpftool", Kernel = "6.1")]
    [InlineData("iter/never_there", "the iterator never_there")]
    [InlineData("fentry/never_there", "the function never_there")]
    [InlineData("tp_btf/never_there", "the tracepoint never_there")]
    [InlineData("iter", "names nothing to attach to")]
    [InlineData("who/knows", "does not say what kind of program")]
    public void Section_ThatCannotBeLoaded_SaysWhy(string section, string message)
    {
        var spec = BpfObjectSpec.Read(Clang.Compile(Header + $$"""
            SEC("{{section}}") int run(void *ctx) { return 0; }
            """));
        Assert.Contains(message, Assert.ThrowsAny<BpfException>(() => LoadedObject.Load(spec)).Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Map_ThatCannotBeMade_SaysWithWhat()
    {
        var spec = CgroupCounter.ReadSpec();
        spec.Map("reads").KeySize = 0;
        var exception = Assert.Throws<BpfException>(() => LoadedObject.Load(spec));
        Assert.StartsWith("Could not create the map reads: Invalid argument (EINVAL); ", exception.Message);
        Assert.Contains("does not take a map of type Hash with a key of 0 bytes", exception.Message);
    }

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void PinnedMap_OfAnotherShape_SaysHowItDiffers()
    {
        using var bpffs = new TemporaryBpffs();
        var options = new BpfLoadOptions { PinDirectory = bpffs.Path };
        var spec = CgroupCounter.ReadSpec();
        spec.Map("reads").IsPinnedByName = true;
        uint id;
        using (var loaded = LoadedObject.Load(spec, options))
            id = loaded.Map("reads").Id;
        using (var again = LoadedObject.Load(spec, options))
            Assert.Equal(id, again.Map("reads").Id);

        spec.Map("reads").MaxEntries = 65;
        Assert.Contains("entries 64 instead of 65", Assert.Throws<BpfException>(() => LoadedObject.Load(spec, options)).Message);
    }

    [RequiresBpfFact(Kernel = "6.1")]
    public void Object_ForMachinesOfTheOtherByteOrder_SaysSo()
    {
        var spec = new BpfObjectSpec("other", Object.Btf.BtfTypes.Empty) { IsBigEndian = BitConverter.IsLittleEndian };
        Assert.Contains("-endian machines, this one is", Assert.Throws<BpfException>(() => LoadedObject.Load(spec)).Message);
    }
}
