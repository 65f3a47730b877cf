using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Compiler.Tests.CodeGeneration;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Object;

/// <summary>Kernel functions are called where the kernel has them, and objects that ask first load where it does not.</summary>
[Collection(KernelStateCollection.Name)]
public class KernelFunctionTests
{
    private const string KernelFunction = "bpf_map_sum_elem_count";

    private static string Program(string kfunc) =>
        $$"""
        map counts type 1 key #1 4 value #2 8, max_entries 16

        function Count(ptr): i32 #3 program "syscall" fault 0 {
            slot s0 4 align 4 "key"
            slot s1 8 align 8 "value"
        b0:
            v0: bool = kfunc_exists {{kfunc}} #8 weak
            branch v0, b1, b2
        b1:
            v1: ptr = map counts
            v2: ptr = slot s0
            zero v2, 4 align 4
            v3: ptr = slot s1
            zero v3, 8 align 8
            v4: i64 = const 0
            helper bpf_map_update_elem(v1, v2, v3, v4) #2 any
            v5: i64 = kfunc {{kfunc}}(v1) #8
            v6: i32 = trunc v5
            return v6
        b2:
            v7: i32 = const 77
            return v7
        }
        """;

    [RequiresBpfFact("bpftool", Kernel = "6.6")]
    public void Kfunc_ThatIsThere_IsCalled() => Assert.Equal(1u, Run(KernelFunction));

    [RequiresBpfFact("bpftool", Kernel = "6.6")]
    public void Kfunc_ThatIsMissing_IsNotCalled() => Assert.Equal(77u, Run("bpf_no_kernel_has_this"));

    private static uint Run(string kfunc)
    {
        BtfBuilder types = CompiledIr.Types();
        uint map = types.Add(new BtfStruct("bpf_map", 0, []));
        uint prototype = types.Add(new BtfFunctionPrototype(2, [new BtfParameter("map", types.Add(new BtfPointer(map)))]));
        Assert.Equal(8u, prototype);
        BpfModule module = IrParser.Parse(Program(kfunc), types);
        IrValidator.Validate(module);
        using var programs = new LoadedPrograms(ObjectWriter.Write(module, CodeGenerator.Generate(module, BpfIsa.V3)));
        return programs.Run("Count", new byte[8]);
    }
}
