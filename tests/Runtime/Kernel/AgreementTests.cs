using System.Text.Json;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>Where two loaders load one object, the kernel holds the same: compared with bpftool, which has libbpf in it.</summary>
[Collection(KernelStateCollection.Name)]
public sealed class AgreementTests
{
    private const string Source = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_core_read.h>

        const volatile int limit = 5;
        long total;
        struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, u64); __type(value, long); } reads SEC(".maps");

        static __noinline long deep(struct task_struct *task)
        {
            return BPF_CORE_READ(task, mm, exe_file, f_inode, i_ino) + BPF_CORE_READ_BITFIELD_PROBED(task, sched_migrated);
        }

        static long each(u32 index, void *context) { total += index; return 0; }

        static __noinline long loop(int count) { return bpf_loop(count, each, 0, 0); }

        SEC("iter/task")
        int tasks(struct bpf_iter__task *ctx)
        {
            struct task_struct *task = ctx->task;
            if (!task || task->pid > limit)
                return 0;
            u64 key = task->tgid;
            long value = deep(task) + bpf_core_type_size(struct task_struct) + bpf_core_enum_value(enum bpf_map_type, BPF_MAP_TYPE_RINGBUF);
            bpf_map_update_elem(&reads, &key, &value, BPF_ANY);
            return 0;
        }

        SEC("syscall")
        int sum(void *ctx) { return loop(limit) + bpf_core_type_exists(struct sock) + bpf_core_field_offset(struct sock, sk_protocol); }

        SEC("xdp")
        int drop(struct xdp_md *ctx)
        {
            u64 key = 1;
            long *value = bpf_map_lookup_elem(&reads, &key);
            return value && *value > limit ? XDP_DROP : XDP_PASS;
        }

        char LICENSE[] SEC("license") = "GPL";
        """;

    [RequiresBpfFact(Clang.Tool, "bpftool", Kernel = "6.1")]
    public void Programs_LoadedByBoth_AreTheSame()
    {
        using var bpffs = new TemporaryBpffs();
        using var directory = new TemporaryDirectory();
        string path = directory.Write("agree.bpf.o", Clang.Compile(Source));
        Directory.CreateDirectory(bpffs["theirs"]);
        Command.Output("bpftool", "prog", "loadall", path, bpffs["theirs"]);
        using var loaded = LoadedObject.Load(BpfObjectSpec.ReadFile(path));

        foreach (var program in loaded.Programs)
            Assert.Equal(Describe("pinned", bpffs[$"theirs/{program.Name}"]), Describe("id", $"{program.Id}"));
        Assert.Equal(["tasks", "sum", "drop"], loaded.Programs.Select(program => program.Name));
    }

    /// <summary>What the kernel keeps of a program: its name, type, and the hash of its instructions.</summary>
    private static (string? Name, string? Type, string? Tag, int Size) Describe(params string[] which)
    {
        using var json = JsonDocument.Parse(Command.Output("bpftool", ["-j", "prog", "show", .. which]));
        var root = json.RootElement;
        return (Text("name"), Text("type"), Text("tag"), root.GetProperty("bytes_xlated").GetInt32());

        string? Text(string property) => root.GetProperty(property).GetString();
    }
}
