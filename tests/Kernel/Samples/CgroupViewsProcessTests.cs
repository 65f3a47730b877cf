using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Samples;

/// <summary>The first sample as its user runs it.</summary>
public sealed class CgroupViewsProcessTests
{
    private const string Mirror = "/sys/fs/bpf/cgroup";

    [RequiresBpfFact("unshare", "cat", Kernel = "6.1")]
    public void Run_ForACgroup_PrintsThePathAndContentOfEachView()
    {
        using var bpffs = new TemporaryBpffs();
        using var app = new TemporaryCgroup();
        using var database = app.CreateChild("db.service");
        using var web = app.CreateChild("web");
        using var worker = web.CreateChild("worker");

        var run = BuiltProgram.CgroupViews.RunWithBpffs(bpffs, app.Path).EnsureSuccess();

        Assert.StartsWith(
            $"""
            {Mirror}/{app.Name}/reads
              {app.Id,8} {app.Name,-24} level=1 descendants=3 dying=0 reads=1
            {Mirror}/{app.Name}/db\x2eservice/reads
              {database.Id,8} db.service               level=2 descendants=0 dying=0 reads=1
            {Mirror}/{app.Name}/web/reads
              {web.Id,8} web                      level=2 descendants=1 dying=0 reads=1
            The files stay
            """,
            run.Output);
        Assert.Empty(run.Error);
        Assert.EndsWith("dying=0 reads=2\n", Command.Output("cat", bpffs[$"cgroup/{app.Name}/reads"]));
    }

    [RequiresBpfFact("unshare", Kernel = "6.1")]
    public void Run_WithoutAPath_ShowsTheRootAndItsChildren()
    {
        using var bpffs = new TemporaryBpffs();
        using var app = new TemporaryCgroup();

        string output = BuiltProgram.CgroupViews.RunWithBpffs(bpffs).EnsureSuccess().Output;

        Assert.StartsWith($"{Mirror}/reads\n         1 ", output);
        Assert.Contains($"\n{Mirror}/{app.Name}/reads\n  {app.Id,8} {app.Name} ", output);
    }

    [RequiresBpfFact("unshare", Kernel = "6.1")]
    public void Remove_LeavesNothing()
    {
        using var bpffs = new TemporaryBpffs();
        using var app = new TemporaryCgroup();
        using var web = app.CreateChild("web.service");
        string[] before = Directory.GetFileSystemEntries(bpffs.Path);
        BuiltProgram.CgroupViews.RunWithBpffs(bpffs, app.Path).EnsureSuccess();
        uint program = new CgroupMirror(bpffs.Path).List()[0].ProgramId;

        var run = BuiltProgram.CgroupViews.RunWithBpffs(bpffs, "--remove").EnsureSuccess();

        Assert.Equal(
            [$"removed {Mirror}/{app.Name}/reads", $@"removed {Mirror}/{app.Name}/web\x2eservice/reads"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(before, Directory.GetFileSystemEntries(bpffs.Path));
        KernelPrograms.AssertGone(program);
    }

    [RequiresRootFact("setpriv")]
    public void Simulate_AsNobody_RunsTheSameProgramOnTheClr()
    {
        var run = BuiltProgram.CgroupViews.RunAsNobody("--simulate").EnsureSuccess();

        Assert.Equal(
            """
                   1                          level=0 descendants=2 dying=0 reads=1
                4711 app.slice                level=1 descendants=1 dying=0 reads=1
                4712 web.service              level=2 descendants=0 dying=1 reads=1
                   1                          level=0 descendants=2 dying=0 reads=2
                4711 app.slice                level=1 descendants=1 dying=0 reads=2
                4712 web.service              level=2 descendants=0 dying=1 reads=2

            """,
            run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Run_WithAnUnknownOption_PrintsTheUsage()
    {
        var run = BuiltProgram.CgroupViews.Run("--what");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: CgroupViews ", run.Error);
    }
}
