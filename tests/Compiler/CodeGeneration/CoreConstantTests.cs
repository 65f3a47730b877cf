using System.Runtime.InteropServices;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>Questions to the running kernel's BTF are answered as for a program in C.</summary>
[Collection(KernelStateCollection.Name)]
public class CoreConstantTests
{
    private const string Ask = """
        function Ask(ptr): i32 #prototype program "syscall" fault 0 {
        b0:
            v0: ptr = param 0
            v1: i64 = core FieldExists <task_struct.pid #task_struct 0:0>
            store.u64 [v0], v1
            v2: i64 = core FieldExists <task_struct.not_in_any_kernel #task_struct 0:8>
            store.u64 [v0 + 8], v2
            v3: i64 = core FieldByteOffset <task_struct.comm #task_struct 0:2>
            store.u64 [v0 + 16], v3
            v4: i64 = core FieldByteSize <task_struct.comm #task_struct 0:2>
            store.u64 [v0 + 24], v4
            v5: i64 = core TypeSize <task_struct #task_struct 0>
            store.u64 [v0 + 32], v5
            v6: i64 = core TypeExists <not_in_any_kernel #not_in_any_kernel 0>
            store.u64 [v0 + 40], v6
            v7: i64 = core EnumValue <BPF_MAP_TYPE_RINGBUF #bpf_map_type 0>
            store.u64 [v0 + 48], v7
            v8: i64 = core EnumValueExists <BPF_MAP_TYPE_NONE_SUCH #bpf_map_type 1>
            store.u64 [v0 + 56], v8
            v9: i32 = core FieldSigned <task_struct.pid #task_struct 0:0>
            v10: i32 = core FieldByteOffset <task_struct.pid #task_struct 0:0>
            v11: i32 = add v9, v10
            return v11
        }
        """;

    private const string Twin = """
        #include "vmlinux.h"
        #include <bpf/bpf_helpers.h>
        #include <bpf/bpf_core_read.h>

        SEC("syscall") int Ask(unsigned long long *answers)
        {
            answers[0] = 1;
            answers[1] = 0;
            answers[2] = __builtin_preserve_field_info(((struct task_struct *)0)->comm, BPF_FIELD_BYTE_OFFSET);
            answers[3] = bpf_core_field_size(((struct task_struct *)0)->comm);
            answers[4] = bpf_core_type_size(struct task_struct);
            answers[5] = 0;
            answers[6] = bpf_core_enum_value(enum bpf_map_type, BPF_MAP_TYPE_RINGBUF);
            answers[7] = 0;
            return 1 + __builtin_preserve_field_info(((struct task_struct *)0)->pid, BPF_FIELD_BYTE_OFFSET);
        }
        char _license[] SEC("license") = "GPL";
        """;

    [RequiresBpfFact("bpftool", Clang.Tool)]
    public void Questions_HaveTheAnswersOfTheirTwinInC()
    {
        BpfModule module = KernelTypes.Parse(Ask);
        using var programs = new LoadedPrograms(ObjectWriter.Write(module, CodeGenerator.Generate(module, BpfIsa.V3)));
        using var twins = new LoadedPrograms(Clang.Compile(Twin));
        byte[] answers = new byte[64];
        byte[] expected = new byte[64];

        Assert.Equal(twins.Run("Ask", expected), programs.Run("Ask", answers));
        Assert.Equal(MemoryMarshal.Cast<byte, long>(expected).ToArray(), MemoryMarshal.Cast<byte, long>(answers).ToArray());
    }
}
