using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>A program in C that does what the project's first sample does: for a cgroup, its id, name, and how often it was read.</summary>
internal static class CgroupCounter
{
    public const string Source = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_tracing.h>

        char LICENSE[] SEC("license") = "GPL";

        const volatile int step = 1;
        long total;
        int limit = 7;

        struct {
            __uint(type, BPF_MAP_TYPE_HASH);
            __uint(max_entries, 64);
            __type(key, __u64);
            __type(value, long);
        } reads SEC(".maps");

        static __noinline long count(__u64 id)
        {
            long zero = 0;
            long *value = bpf_map_lookup_elem(&reads, &id);
            if (!value) {
                bpf_map_update_elem(&reads, &id, &zero, BPF_NOEXIST);
                value = bpf_map_lookup_elem(&reads, &id);
                if (!value)
                    return -1;
            }
            *value += step;
            total += step;
            return *value;
        }

        SEC("iter/cgroup")
        int show(struct bpf_iter__cgroup *ctx)
        {
            struct cgroup *cgrp = ctx->cgroup;
            if (!cgrp)
                return 0;
            long n = count(cgrp->kn->id);
            BPF_SEQ_PRINTF(ctx->meta->seq, "%llu reads=%ld limit=%d\n", cgrp->kn->id, n, limit);
            return 0;
        }
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    /// <summary>The object.</summary>
    public static byte[] Object => Compiled.Value;

    /// <summary>Its description, fresh.</summary>
    public static BpfObjectSpec ReadSpec() => BpfObjectSpec.Read(Object, "counter.bpf.o");
}
