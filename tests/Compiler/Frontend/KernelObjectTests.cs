using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Kernel objects and kernel functions as SSA: which members are read in which accesses, and what the kernel must have.</summary>
public class KernelObjectTests
{
    // Embedded members lengthen the path of one access; a pointer starts the next.
    [Theory]
    [InlineData("cg.level", "cgroup.level")]
    [InlineData("cg.Level", "cgroup.level")]
    [InlineData("(int)cg.Id", "cgroup.kn, kernfs_node.id")]
    [InlineData("(int)cg.self.serial_nr", "cgroup.self.serial_nr")]
    [InlineData("cg.Parent!.Level", "cgroup.self.parent, cgroup_subsys_state.cgroup, cgroup.level")]
    [InlineData("cg.Parent is null ? 1 : 2", "cgroup.self.parent, cgroup_subsys_state.cgroup")]
    [InlineData("cg.nr_dying_subsys[2]", "cgroup.nr_dying_subsys[2]")]
    [InlineData("cg.nr_dying_subsys[99]", "")]
    [InlineData("cg.nr_dying_subsys[cg.level]", "cgroup.level, &cgroup.nr_dying_subsys")]
    [InlineData("cg.subsys[1]!.id", "cgroup.subsys[1], cgroup_subsys_state.id")]
    [InlineData("cg.Name.IsNull ? 1 : 2", "cgroup.kn, kernfs_node.name")]
    [InlineData("Inner(cg.self)", "&cgroup.self")]
    public void Member_IsReadByItsPath(string expression, string accesses) =>
        Assert.Equal(accesses, string.Join(", ", Accesses(Compile($"int Show(SeqFile f, Cgroup cg) => {expression};"))));

    [Fact]
    public void Objects_AreCompared_ByAddress()
    {
        BpfModule module = Compile("int Show(SeqFile f, Cgroup cg) => cg.Parent == cg ? 1 : 2;");

        Assert.Contains(
            Values(module),
            value => value.Opcode == Opcode.Equal && value.Arguments.TrueForAll(argument => argument.Type == IrType.KernelPointer));
    }

    [Fact]
    public void Kfunc_ThatIsCalled_MustBeThere()
    {
        BpfModule module = Compile("int Show(SeqFile f, Map map) => (int)Known(map);");

        KernelFunction function = Assert.Single(Values(module), value => value.Opcode == Opcode.CallKfunc).Kfunc;
        Assert.Equal(("bpf_known", false), (function.Name, function.IsWeak));
    }

    [Fact]
    public void Kfunc_ThatIsAskedFor_MayBeMissing()
    {
        BpfModule module = Compile("int Show(SeqFile f, Map map) => Core.KfuncExists(Known) ? (int)Known(map) : 0;");

        Value[] uses = [.. Values(module).Where(value => value.Opcode is Opcode.CallKfunc or Opcode.KfuncExists)];
        Assert.Equal([Opcode.KfuncExists, Opcode.CallKfunc], uses.Select(use => use.Opcode));
        Assert.All(uses, use => Assert.Equal(("bpf_known", true), (use.Kfunc.Name, use.Kfunc.IsWeak)));
    }

    // Registers are 64 bits wide: what is narrower goes with its sign, what is shared by its address.
    [Fact]
    public void Kfunc_Arguments_FillRegisters()
    {
        BpfModule module = Compile("int Show(SeqFile f, Map map) { Pair pair = default; return Many(map, -1, 7, true, ref pair); }");

        Value call = Assert.Single(Values(module), value => value.Opcode == Opcode.CallKfunc);
        Assert.Equal(
            [IrType.KernelPointer, IrType.I64, IrType.I64, IrType.I64, IrType.Pointer],
            call.Arguments.Select(argument => argument.Type));
        Assert.Equal(
            [Opcode.SignExtend, Opcode.ZeroExtend, Opcode.ZeroExtend],
            call.Arguments.Skip(1).Take(3).Select(argument => argument.Opcode));
    }

    private static IEnumerable<string> Accesses(BpfModule module) =>
        Values(module).Where(value => value.Opcode is Opcode.KernelLoad or Opcode.KernelAddress)
            .Select(value => (value.Opcode == Opcode.KernelAddress ? "&" : "") + value.KernelAccess.Display)
            .Where(access => !access.Contains("bpf_iter", StringComparison.Ordinal));

    private static IEnumerable<Value> Values(BpfModule module) =>
        module.Functions.Single(function => function.Program is not null).Blocks.SelectMany(block => block.Values);

    private static BpfModule Compile(string program)
    {
        FrontendCompilation compilation = FrontendCompilation.Compile($$"""
            [BpfObject]
            public partial class Views
            {
                public struct Pair { public long X, Y; }

                [Kfunc("bpf_known", Since = "6.1")]
                static long Known(Map map) => 0;

                [Kfunc("bpf_many", Since = "6.1")]
                static int Many(Map map, int signed, uint unsigned, bool flag, ref Pair pair) => 0;

                static int Inner(cgroup_subsys_state state) => state.id;

                [BpfView]
                {{program}}
            }
            """);
        Assert.Empty(compilation.Diagnostics);
        return compilation.Module!;
    }
}
