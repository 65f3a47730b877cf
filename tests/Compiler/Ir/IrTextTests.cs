using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Tests.Ir;

public class IrTextTests
{
    private const string Everything = """
        module CgroupViews license "Dual MIT/GPL"

        map Reads type 1 key #3 8 value #4 8, max_entries 10240, map_flags 0
        map "my map" type 2 key #1 4 value #1 4

        global format .rodata #0 align 1 private = "%8llu \"%s\"\x0a\x00"
        global limit .rodata #5 align 8 settable = hex "ff00000000000080"
        global total .bss #5 align 8 = zero 8

        function Show(ptr): i32 #12 program "iter/cgroup" fault 0 {
            slot s0 8 align 8 "key"
            slot s3 16 align 4 ""
        b0:
            v0: ptr = param 0
            v1: kptr = load.u64 [v0 + 8]
            v2: kptr = const 0
            v3: bool = eq v1, v2
            branch v3, b4, b1
        b1:
            v4: i64 = kload v1 <cgroup.kn.id u64 #7 0:3:1>
            v5: i32 = kload v1 <"cgroup.subsys[2]" s32 bitfield #7 0:4>
            v6: kptr = kaddr v1 <cgroup.self #7 0:0>
            v7: i32 = kprobe.s16 [v6 - 4]
            v8: ptr = slot s0
            store.u64 [v8], v4
            store.u32.align2 [v8 + 4], v7
            store.u32.volatile [v8 + 4 + <bpf_iter__cgroup.x u32 #9 0:1>], v7
            zero v8, 8 align 8
            v9: ptr = slot s3
            copy v9, v8, 8 align 4
            v10: ptr = map "my map"
            v11: ptr = helper bpf_map_lookup_elem(v10, v8) #1 reads
            v12: i64 = const -1
            v13: ptr = padd v11, v12
            v14: i64 = kfunc bpf_map_sum_elem_count(v10) #13 weak
            v15: bool = kfunc_exists bpf_map_sum_elem_count #13 weak
            v16: i32 = core FieldExists <cgroup.kn #7 0:3>
            v17: i32 = call Twice(v16)
            v18: i64 = sext.32 v17
            v19: i32 = zext.1 v15
            v20: i32 = trunc v18
            v21: i32 = select v15, v19, v20
            v22: ptr = global format
            v26: i64 = atomic.add.u64 [v11 + 8], v12
            v27: i32 = atomic.cmpxchg.u32 [v9], v20, v21
            helper bpf_trace_printk() #6 any
            jump b2
        b2:
            v23: i32 = phi b1: v21, b3: v24
            v24: i32 = add v23, v21
            v25: bool = slt v24, v5
            branch v25, b3, b5
        b3:
            jump b2
        b4:
            fault
        b5:
            return v24
        }

        function Twice(i32): i32 #14 {
        b0:
            v0: i32 = param 0
            v1: i32 = add v0, v0
            return v1
        }

        function Each(i64, ptr): i64 #16 callback 1 context 8 {
        b0:
            v0: i64 = param 0
            return v0
        }

        function Fire(ptr, ptr, ptr): i64 #17 callback later {
        b0:
            v0: ptr = function Each
            v1: ptr = const 0
            v2: i64 = const 3
            v3: i64 = helper bpf_loop(v2, v0, v1, v2) #181 any
            return v3
        }

        function Nothing(): void #15 {
        b0:
            unreachable
        b1:
            return
        }

        """;

    [Fact]
    public void Print_OfWhatWasParsed_IsTheSameText() => Assert.Equal(Everything, IrPrinter.Print(IrParser.Parse(Everything)));

    [Fact]
    public void Validate_OfEveryOperation_Accepts() => IrValidator.Validate(IrParser.Parse(Everything));

    [Fact]
    public void Parse_ValuesMadeAfterwards_HaveNewNumbers()
    {
        Function function = IrParser.Parse(Everything).Functions[0];

        Value made = function.NewConstant(IrType.I32, 1, default);

        Assert.DoesNotContain(function.Blocks.SelectMany(block => block.Values), value => value.Id == made.Id);
        Assert.Equal(6, function.NewBlock().Id);
        Assert.Equal(4, function.NewSlot("next", 4, 4).Id);
    }

    [Fact]
    public void Print_WithSources_ShowsEachLineOnce()
    {
        var module = new BpfModule("Demo", "GPL", new());
        module.Sources.Add("src/Demo.bpf.cs", ["int Sum(int a)", "    => a + a;"]);
        var function = new Function("Sum", 0, [IrType.I32], IrType.I32);
        module.Functions.Add(function);
        BasicBlock block = function.NewBlock();
        Value parameter = block.Append(function.NewValue(Opcode.Parameter, IrType.I32, new("src/Demo.bpf.cs", 1, 5)));
        Value sum = block.Append(function.NewValue(Opcode.Add, IrType.I32, new("src/Demo.bpf.cs", 2, 8), [parameter, parameter]));
        block.Return(sum, new("src/Demo.bpf.cs", 2, 5));

        Assert.Equal("""
            function Sum(i32): i32 #0 {
            b0:
                ; Demo.bpf.cs:1: int Sum(int a)
                v0: i32 = param 0
                ; Demo.bpf.cs:2: => a + a;
                v1: i32 = add v0, v0
                return v1
            }

            """, IrPrinter.Print(function, module.Sources));
    }

    [Theory]
    [InlineData("modul X", "(1,1): expected 'map', 'global' or 'function', found 'modul'")]
    [InlineData("module X license \"GPL", "(1,18): the quoted text has no end")]
    [InlineData("module X license \"\\q\"", "(1,19): there is no such escape")]
    [InlineData("global x .text #0 align 1 = zero 4", "(1,10): expected the section of the variable, found '.text'")]
    [InlineData("global x .data #0 align 1 = zero -4", "(1,34): there can't be that many bytes")]
    [InlineData("global x .data #0 align 1 = hex \"0\"", "(1,33): the bytes are not hexadecimal")]
    [InlineData("map m type 1 key #0 4 value #0 4\nmap m type 1 key #0 4 value #0 4", "(2,5): the name is taken")]
    [InlineData("function f(): void", "(1,19): expected '{', found 'end of line'")]
    public void Parse_OutsideOfFunctions_SaysWhatIsWrongAndWhere(string text, string message) =>
        Assert.Equal(message, Assert.Throws<IrFormatException>(() => IrParser.Parse(text)).Message);

    [Theory]
    [InlineData("b0:\nreturn v1", "(3,8): there is no such value")]
    [InlineData("b0:\njump b1", "(4,1): there is no block b1")]
    [InlineData("b0:\nreturn\nb0:\nreturn", "(4,1): the block is there already")]
    [InlineData("b0:\nv0: i32 = const 1\nv0: i32 = const 2\nreturn", "(4,1): the value is there already")]
    [InlineData("b0:\nv0: i32 = frob v0\nreturn", "(3,11): there is no such operation")]
    [InlineData("b0:\nv0: i32 = sext v0\nreturn", "(3,11): expected a number of bits, as in zext.32")]
    [InlineData("b0:\nv0: i32 = load.u24 [v0]\nreturn", "(3,11): expected a width, as in load.u32, and perhaps .volatile or .align1")]
    [InlineData("b0:\nv0: i32 = atomic.u32 [v0], v0\nreturn", "(3,11): expected an operation and a width, as in atomic.add.u64")]
    [InlineData("b0:\nv0: ptr = slot s0\nreturn", "(3,16): there is no such slot")]
    [InlineData("b0:\nv0: ptr = map m\nreturn", "(3,15): there is no such map")]
    [InlineData("b0:\ncall g()\nreturn", "(3,6): there is no such function")]
    [InlineData("b0:\nv0: i32 = const 99999999999999999999\nreturn", "(3,17): expected a number, found '99999999999999999999'")]
    [InlineData("b0:\nv99999999: i32 = const 1\nreturn", "(3,1): there is no such operation")]
    [InlineData("slot s0 8 align 8\nslot s0 8 align 8\nb0:\nreturn", "(3,6): the slot is there already")]
    public void Parse_InAFunction_SaysWhatIsWrongAndWhere(string body, string message) =>
        Assert.Equal(message, Assert.Throws<IrFormatException>(() => IrParser.Parse($"function f(): void {{\n{body}\n}}")).Message);

    [Fact]
    public void Parse_OfAnyTextCutOff_ThrowsNothingElse()
    {
        for (int length = 0; length < Everything.Length; length++)
        {
            try
            {
                IrParser.Parse(Everything[..length]);
            }
            catch (IrFormatException)
            {
                // The one exception that a malformed text may raise.
            }
        }
    }
}
