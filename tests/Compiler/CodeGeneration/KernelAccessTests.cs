using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>Kernel objects are read as a C program with CO-RE reads them: directly, by probes, in parts of other objects, in bits.</summary>
[Collection(KernelStateCollection.Name)]
public class KernelAccessTests
{
    private const string Show = """
        global format .rodata #0 align 1 private = "%d %s %d %d %d %s\x0a\x00"

        function Show(kptr): i32 #prototype program "iter/task" fault 0 {
            slot s0 48 align 8 "data"
        b0:
            v0: kptr = param 0
            v1: kptr = kload v0 <bpf_iter__task.meta u64 #bpf_iter__task 0:0>
            v2: kptr = kload v1 <bpf_iter_meta.seq u64 #bpf_iter_meta 0:0>
            v3: kptr = kload v0 <bpf_iter__task.task u64 #bpf_iter__task 0:1>
            v4: kptr = const 0
            v5: bool = eq v3, v4
            branch v5, b2, b1
        b1:
            v6: i32 = kload v3 <task_struct.pid s32 #task_struct 0:0>
            v41: i64 = helper bpf_get_current_pid_tgid() #14 none
            v42: i32 = const 32
            v43: i64 = shr v41, v42
            v7: i32 = trunc v43
            v8: bool = eq v6, v7
            branch v8, b3, b2
        b2:
            v9: i32 = const 0
            return v9
        b3:
            v10: ptr = slot s0
            v11: i64 = sext.32 v6
            store.u64 [v10], v11
            v12: kptr = kaddr v3 <task_struct.comm #task_struct 0:2>
            store.u64 [v10 + 8], v12
            v13: kptr = kload v3 <task_struct.group_leader u64 #task_struct 0:1>
            v14: kptr = kload v13 <task_struct.real_parent u64 #task_struct 0:3>
            v15: i32 = kload v14 <task_struct.pid s32 #task_struct 0:0>
            v16: i64 = sext.32 v15
            store.u64 [v10 + 16], v16
            v17: i64 = reinterpret v13
            v18: kptr = reinterpret v17
            v19: i32 = kload v18 <task_struct.pid s32 #task_struct 0:0>
            v20: i64 = sext.32 v19
            store.u64 [v10 + 24], v20
            v21: i32 = kload v3 <task_struct.frozen u32 bitfield #task_struct 0:5>
            v22: i32 = kload v18 <task_struct.in_execve u32 bitfield #task_struct 0:4>
            v23: i32 = const 1
            v24: i32 = shl v21, v23
            v25: i32 = or v24, v22
            v26: i64 = zext.32 v25
            store.u64 [v10 + 32], v26
            v27: kptr = kaddr v3 <task_struct.se #task_struct 0:6>
            v28: kptr = kload v27 <sched_entity.cfs_rq u64 #sched_entity 0:0>
            v29: kptr = const 0
            v30: bool = eq v28, v29
            branch v30, b4, b5
        b4:
            jump b5
        b5:
            v31: kptr = phi b3: v28, b4: v29
            v32: i32 = kload v31 <cfs_rq.h_nr_queued u32 #cfs_rq 0:0>
            v33: kptr = kload v3 <task_struct.nsproxy u64 #task_struct 0:7>
            v34: kptr = kload v33 <nsproxy.uts_ns u64 #nsproxy 0:0>
            v35: kptr = kaddr v34 <uts_namespace.name #uts_namespace 0:0>
            v36: kptr = kaddr v35 <new_utsname.nodename #new_utsname 0:0>
            store.u64 [v10 + 40], v36
            v37: ptr = global format
            v38: i64 = const 19
            v39: i64 = const 48
            v40: i64 = helper bpf_seq_printf(v2, v37, v38, v10, v39) #126 reads
            jump b2
        }
        """;

    private const string Twin = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_core_read.h>

        SEC("iter/task") int Show(struct bpf_iter__task *ctx)
        {
            struct task_struct *task = ctx->task;
            static const char format[] = "%d %s %d %d %d %s\n";
            unsigned long long data[6];
            if (!task || task->pid != (int)(bpf_get_current_pid_tgid() >> 32))
                return 0;
            data[0] = task->pid;
            data[1] = (long)task->comm;
            data[2] = task->group_leader->real_parent->pid;
            data[3] = BPF_CORE_READ(task->group_leader, pid);
            data[4] = BPF_CORE_READ_BITFIELD_PROBED(task, frozen) << 1 | BPF_CORE_READ_BITFIELD_PROBED(task, in_execve);
            data[5] = (long)task->nsproxy->uts_ns->name.nodename;
            bpf_seq_printf(ctx->meta->seq, format, sizeof(format), data, sizeof(data));
            return 0;
        }
        char _license[] SEC("license") = "GPL";
        """;

    [RequiresBpfTheory("bpftool", Clang.Tool)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    [InlineData(BpfIsa.V4)]
    public void Show_InTheKernel_PrintsWhatItsTwinInCPrints(BpfIsa isa)
    {
        BpfModule module = KernelTypes.Parse(Show);
        IrValidator.Validate(module);
        byte[] compiled = ObjectWriter.Write(module, CodeGenerator.Generate(module, isa));

        string expected = Read(Clang.Compile(Twin));
        Assert.Single(expected.TrimEnd('\n').Split('\n'));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Read(compiled));
    }

    private static string Read(byte[] content)
    {
        using var directory = new TemporaryDirectory();
        using var bpffs = new TemporaryBpffs();
        Command.Output("bpftool", "iter", "pin", directory.Write("object.bpf.o", content), bpffs["view"]);
        return File.ReadAllText(bpffs["view"]);
    }
}
