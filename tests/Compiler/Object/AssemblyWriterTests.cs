using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Compiler.Tests.CodeGeneration;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.Object;

public class AssemblyWriterTests
{
    [Fact]
    public void Write_NamesWhatInstructionsReferTo()
    {
        BpfModule module = KernelTypes.Parse(
            """
            map counts type 1 key #int 4 value #long 8, max_entries 16

            function Show(kptr): i32 #prototype program "iter/task" fault 1 {
                slot s0 4 align 4 "key"
            b0:
                v0: kptr = param 0
                v1: kptr = kload v0 <bpf_iter__task.task u64 #bpf_iter__task 0:1>
                v2: i32 = kload v1 <task_struct.pid s32 #task_struct 0:0>
                v3: ptr = slot s0
                store.u32 [v3], v2
                v4: ptr = map counts
                v5: ptr = helper bpf_map_lookup_elem(v4, v3) #1 reads
                v6: ptr = const 0
                v7: bool = eq v5, v6
                branch v7, b1, b2
            b1:
                fault
            b2:
                v8: i32 = call Value(v5)
                return v8
            }

            function Value(ptr): i32 #prototype {
            b0:
                v0: ptr = param 0
                v1: i32 = load.u32 [v0]
                return v1
            }
            """);

        Assert.Equal(
            """
            section ".text"

            Value:
                r0 = *(u32 *)(r1 + 0)
                exit

            section "iter/task"

            Show: ; 8 bytes of stack
                r0 = *(u64 *)(r1 + 8)                        ; FieldByteOffset bpf_iter__task.task
                r0 = *(u32 *)(r0 + 0)                        ; FieldByteOffset task_struct.pid
                *(u32 *)(r10 - 4) = r0
                r1 = counts ll
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem#1
                if r0 == 0 goto L1
                r1 = r0
                call Value
                exit
            L1:
                w0 = 1
                exit


            """,
            AssemblyWriter.Write(module, CodeGenerator.Generate(module, BpfIsa.V3)),
            ignoreLineEndingDifferences: true);
    }
}
