using CsBpf.Testing;

namespace CsBpf.Build.Tests;

/// <summary>A user's project that refers to the package, in a directory of its own.</summary>
internal sealed class TestProject : IDisposable
{
    /// <summary>A BPF object of one view.</summary>
    public const string ViewsSource = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject]
        public partial class Views
        {
            [BpfView]
            int Show(SeqFile f, Cgroup cg)
            {
                f.Print($"{cg.Id}\n");
                return 0;
            }
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    /// <summary>A library with the package.</summary>
    /// <param name="feed">Where the package comes from.</param>
    /// <param name="extra">More of the project file.</param>
    public TestProject(PackageFeed feed, string extra = "")
    {
        Write("nuget.config", feed.NuGetConfig);
        WriteProject("App.csproj", extra);
    }

    /// <summary>The full path of a file of the project.</summary>
    public string this[string path] => _directory[path];

    /// <summary>The file that is new after each run of the BPF compiler.</summary>
    public string OutputsFile => Intermediate("App.outputs");

    /// <summary>The full path of a file that the BPF compiler makes.</summary>
    public string Intermediate(string name) => this[$"obj/Debug/net10.0/bpf/{name}"];

    /// <summary>The full path of a file in the output.</summary>
    public string Output(string name) => this[$"bin/Debug/net10.0/{name}"];

    /// <summary>Writes a project file.</summary>
    public void WriteProject(string path, string extra = "") => Write(path, $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CsBpf.Build" Version="*" />
          </ItemGroup>
          {extra}
        </Project>
        """);

    /// <summary>Writes a source file.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
    }

    /// <summary>Runs the SDK in the project's directory.</summary>
    public CommandResult Dotnet(params string[] arguments) => Tests.Dotnet.Run(_directory.Path, arguments);

    /// <summary>Builds the project, and says whether the BPF compiler ran.</summary>
    public bool Build(params string[] arguments)
    {
        var before = File.GetLastWriteTimeUtc(OutputsFile);
        Dotnet(["build", .. arguments]).EnsureSuccess();
        return File.GetLastWriteTimeUtc(OutputsFile) != before;
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();
}
