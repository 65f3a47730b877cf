namespace CsBpf.Build.Tests;

/// <summary>How the build reports what is wrong with a program.</summary>
[Collection(PackageCollection.Name)]
public sealed class DiagnosticTests(PackageFeed feed)
{
    [Fact]
    public void Build_OutsideOfTheLanguage_FailsAtTheFileAndPlace()
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", """
            using CsBpf;

            [BpfObject]
            public partial class Views
            {
                [Syscall]
                int Run()
                {
                    double half = 0.5;
                    return (int)half;
                }
            }
            """);

        var result = project.Dotnet("build");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches($@"(?m)^{project["Views.bpf.cs"]}\(9,\d+\): error CSBPF\d{{4}}: ", result.Output);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Intermediate("Views.bpf.o")));
    }

    [Fact]
    public void Build_WithAWarning_FollowsTheProject()
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", TestProject.ViewsSource
            .Replace("Cgroup cg", "Map map").Replace("cg.Id", "Kfuncs.MapSumElemCount(map)"));

        string warning = project.Dotnet("build").EnsureSuccess().Output;
        string silent = project.Dotnet("build", "--no-restore", "-p:NoWarn=CSBPF0211").EnsureSuccess().Output;
        var refused = project.Dotnet("build", "--no-restore", "-p:WarningsAsErrors=CSBPF0211");

        Assert.Contains("warning CSBPF0211: 'bpf_map_sum_elem_count' needs Linux 6.6", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("CSBPF0211", silent, StringComparison.Ordinal);
        Assert.Contains("error CSBPF0211", refused.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact]
    public void Build_WithUnknownOptions_SaysWhatTheyCanBe()
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", TestProject.ViewsSource);

        var result = project.Dotnet("build", "-p:BpfCpu=v9", "-p:BpfTargetKernel=new");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error : The property BpfCpu is 'v9'; it can be v1, v2, v3 or v4.", result.Output, StringComparison.Ordinal);
        Assert.Contains("error : The property BpfTargetKernel is 'new'; ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void DesignTimeBuild_OfAnUnfinishedProgram_GivesTheSkeletonAndDoesNotFail()
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", TestProject.ViewsSource.Replace("return 0;", "return cg."));
        project.Dotnet("restore").EnsureSuccess();

        var result = project.Dotnet(
            "msbuild", "-t:Compile", "-getItem:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true");

        Assert.Contains("Views.bpf.g.cs", result.EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.Intermediate("Views.bpf.g.cs")));
        Assert.False(File.Exists(project.Intermediate("Views.bpf.o")));
    }
}
