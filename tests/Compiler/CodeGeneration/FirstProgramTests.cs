using System.Buffers.Binary;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.CodeGeneration;

[Collection(KernelStateCollection.Name)]
public class FirstProgramTests
{
    private const string Counter = """
        map counts type 1 key #1 4 value #2 8, max_entries 16
        global limit .rodata #1 align 4 settable = hex "05000000"
        global calls .bss #2 align 8 = zero 8

        function Count(ptr): i32 #3 program "syscall" fault 7 {
            slot s0 4 align 4 "key"
            slot s1 8 align 8 "value"
        b0:
            v0: ptr = param 0
            v1: i32 = load.u32 [v0]
            v2: ptr = slot s0
            store.u32 [v2], v1
            v3: ptr = map counts
            v4: ptr = helper bpf_map_lookup_elem(v3, v2) #1 reads
            v5: ptr = const 0
            v6: bool = eq v4, v5
            branch v6, b1, b2
        b1:
            v7: i64 = const 1
            v8: ptr = slot s1
            store.u64 [v8], v7
            v9: i64 = const 0
            v10: i64 = helper bpf_map_update_elem(v3, v2, v8, v9) #2 any
            jump b3
        b2:
            v11: i64 = load.u64 [v4]
            v12: i64 = const 1
            v13: i64 = add v11, v12
            store.u64 [v4], v13
            jump b3
        b3:
            v14: i64 = phi b1: v7, b2: v13
            v15: ptr = global limit
            v16: i32 = load.u32 [v15]
            v17: i64 = sext.32 v16
            v18: bool = slt v17, v14
            branch v18, b4, b5
        b4:
            fault
        b5:
            v19: ptr = global calls
            v20: i64 = load.u64 [v19]
            v21: i64 = add v20, v14
            store.u64 [v19], v21
            store.u64 [v0 + 8], v14
            v22: i32 = call Twice(v1)
            return v22
        }

        function Twice(i32): i32 #5 {
        b0:
            v0: i32 = param 0
            v1: i32 = const 1
            v2: i32 = shl v0, v1
            return v2
        }
        """;

    [RequiresBpfFact("bpftool")]
    public void Program_WithMapGlobalsAndCall_RunsInTheKernel()
    {
        using var programs = new LoadedPrograms(CompiledIr.Write(Counter));
        byte[] context = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(context, 21);

        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(42u, programs.Run("Count", context));
            Assert.Equal(i, BinaryPrimitives.ReadInt64LittleEndian(context.AsSpan(8)));
        }

        Assert.Equal(7u, programs.Run("Count", context));
    }
}
