using System.Reflection;
using CsBpf.Testing;

namespace CsBpf.Build.Tests;

/// <summary>The package as it would be published, in a feed of its own: what the projects of the tests restore.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Packs the package.</summary>
    public PackageFeed() =>
        Dotnet.Run(_directory.Path, "pack", Metadata("PackageProject"), "--no-build", "-p:BuildProjectReferences=false", "-c", Metadata("Configuration"), "-o", _directory["feed"]).EnsureSuccess();

    /// <summary>A <c>nuget.config</c> under which a project gets packages from this feed alone, and keeps them out of the user's cache.</summary>
    public string NuGetConfig =>
        $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{_directory["packages"]}" /></config>
          <packageSources><clear /><add key="feed" value="{_directory["feed"]}" /></packageSources>
        </configuration>
        """;

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static string Metadata(string key) =>
        typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}

/// <summary>The tests that share a <see cref="PackageFeed"/>; one after the other, since each runs a build.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    /// <summary>For <see cref="CollectionAttribute"/>.</summary>
    public const string Name = "Package";
}
