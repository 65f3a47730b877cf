using CsBpf.Testing;

namespace CsBpf.Build.Tests;

/// <summary>What a project gets from the package.</summary>
[Collection(PackageCollection.Name)]
public sealed class PackageTests(PackageFeed feed)
{
    [Fact]
    public void Build_OfAView_EmbedsTheObjectAndCopiesItAndCompilesTheSkeleton()
    {
        using var project = new TestProject(feed, "<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>");
        project.Write("Views.bpf.cs", TestProject.ViewsSource);
        project.Write("Program.cs", """
            var names = typeof(Views).Assembly.GetManifestResourceNames();
            Console.WriteLine($"{string.Join(' ', names)}: {Views.Open().Spec.Programs[0].Name}");
            """);

        project.Build();

        Assert.True(File.Exists(project.Intermediate("Views.bpf.o")));
        Assert.True(File.Exists(project.Output("Views.bpf.o")));
        Assert.Equal("Views.bpf.o: Show\n", Command.Output("dotnet", project.Output("App.dll")));
    }

    [Fact]
    public void Build_OfAClassOfAnotherName_RemovesTheOldObject_AndCleanRemovesAll()
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", TestProject.ViewsSource);
        project.Build();

        project.Write("Views.bpf.cs", TestProject.ViewsSource.Replace("class Views", "class Renamed"));
        project.Build();
        Assert.True(File.Exists(project.Output("Renamed.bpf.o")));
        Assert.False(File.Exists(project.Output("Views.bpf.o")));
        Assert.False(File.Exists(project.Intermediate("Views.bpf.g.cs")));

        project.Dotnet("clean").EnsureSuccess();
        Assert.False(File.Exists(project.Output("Renamed.bpf.o")));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(project.OutputsFile)!));
    }

    [Fact]
    public void Build_OfTwoProjectsAtOnce_MakesBothObjects()
    {
        using var project = new TestProject(feed, """<ItemGroup><Compile Remove="Other/**" /><ProjectReference Include="Other/Other.csproj" /></ItemGroup>""");
        project.Write("Views.bpf.cs", TestProject.ViewsSource);
        project.WriteProject("Other/Other.csproj");
        project.Write("Other/Others.bpf.cs", TestProject.ViewsSource.Replace("class Views", "class Others"));
        project.Write("All.proj", """
            <Project DefaultTargets="Build">
              <ItemGroup>
                <Project Include="App.csproj;Other/Other.csproj" />
              </ItemGroup>
              <Target Name="Restore"><MSBuild Projects="App.csproj" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Project)" BuildInParallel="true" /></Target>
            </Project>
            """);

        project.Dotnet("build", "All.proj", "-m:2").EnsureSuccess();

        Assert.True(File.Exists(project.Output("Views.bpf.o")));
        Assert.True(File.Exists(project["Other/bin/Debug/net10.0/Others.bpf.o"]));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-p:CsBpfKeepTasksUsing=true", true)]
    public void ImplicitUsings_OfAProjectWithPrograms_LeaveTaskToTheKernel(string property, bool expected)
    {
        using var project = new TestProject(feed);
        project.Write("Views.bpf.cs", TestProject.ViewsSource);
        project.Dotnet("restore").EnsureSuccess();

        string usings = project.Dotnet("msbuild", "-getItem:Using", property).EnsureSuccess().Output;

        Assert.Contains("\"System.Threading\"", usings, StringComparison.Ordinal);
        Assert.Equal(expected, usings.Contains("\"System.Threading.Tasks\"", StringComparison.Ordinal));
    }
}
