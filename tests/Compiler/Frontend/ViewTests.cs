using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Views: the parameters decide the iterator and are found in its context.</summary>
public class ViewTests
{
    private const string CgroupViews = """
        [BpfObject(License = "GPL")]
        public partial class CgroupViews
        {
            public readonly BpfHashMap<ulong, long> Reads = new(maxEntries: 10_240);

            [BpfView]
            int Show(SeqFile f, Cgroup cg)
            {
                ref long reads = ref Reads.GetOrAdd(cg.Id);
                reads++;
                f.Print($"{cg.Id,8} {cg.Name} reads={reads}\n");
                return 0;
            }
        }
        """;

    [Fact]
    public Task CgroupView_OfTheFrontPage_BecomesSsa() => Verify(FrontendCompilation.Print(CgroupViews));

    [Theory]
    [InlineData("Cgroup", "iter/cgroup")]
    [InlineData("Task", "iter/task")]
    [InlineData("Map", "iter/bpf_map")]
    [InlineData("Prog", "iter/bpf_prog")]
    [InlineData("Link", "iter/bpf_link")]
    public void View_OfParameter_HasItsSection(string type, string section)
    {
        foreach (string modifier in (string[])["", "static"])
        {
            FrontendCompilation compilation = FrontendCompilation.Compile($$"""
                [BpfObject]
                public partial class Views
                {
                    [BpfView]
                    {{modifier}} int Show({{type}} it, SeqFile f)
                    {
                        f.Print($"one\n");
                        return 0;
                    }
                }
                """);

            Assert.Empty(compilation.Diagnostics);
            Function show = Assert.Single(compilation.Module!.Functions);
            Assert.Equal(section, show.Program!.Section);
            Assert.Equal(IrType.KernelPointer, Assert.Single(show.ParameterTypes));
        }
    }
}
