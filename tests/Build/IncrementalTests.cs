namespace CsBpf.Build.Tests;

/// <summary>When the BPF compiler runs again.</summary>
[Collection(PackageCollection.Name)]
public sealed class IncrementalTests(PackageFeed feed)
{
    [Fact]
    public void Build_CompilesAgain_WhereSomethingChangedAndOnlyThen()
    {
        using var project = new TestProject(feed, """<ItemGroup><Compile Remove="Library/**" /><ProjectReference Include="Library/Library.csproj" /></ItemGroup>""");
        project.Write("Event.cs", "public struct Event { public int Pid; }");
        project.Write("Views.bpf.cs", TestProject.ViewsSource);
        project.Write("Library/Library.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        project.Write("Library/Limits.cs", "public static class Limits { public const int Depth = 1; }");

        Assert.True(project.Build());
        Assert.False(project.Build(), "Nothing changed.");

        project.Write("Views.bpf.cs", TestProject.ViewsSource + "// changed");
        Assert.True(project.Build(), "A BPF source changed.");

        project.Write("Event.cs", "public struct Event { public int Pid, Tid; }");
        Assert.True(project.Build(), "A struct that both sides could share changed.");

        project.Write("Library/Limits.cs", "public static class Limits { public const int Depth = 2; }");
        Assert.True(project.Build(), "A constant of a referenced project changed.");

        Assert.True(project.Build("-p:BpfCpu=v2"), "An option changed.");

        File.Delete(project.Intermediate("Views.bpf.o"));
        Assert.True(project.Build("-p:BpfCpu=v2"), "The object was deleted.");
        Assert.False(project.Build("-p:BpfCpu=v2"), "Nothing changed.");
    }
}
