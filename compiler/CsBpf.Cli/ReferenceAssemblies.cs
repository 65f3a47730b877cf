using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CsBpf.Cli;

/// <summary>What a source file without a project may refer to: the .NET that the tool runs on, and the CsBpf assemblies beside the tool.</summary>
internal static class ReferenceAssemblies
{
    private static readonly string[] OwnAssemblies = ["CsBpf.dll", "CsBpf.Kernel.dll"];

    /// <summary>The references.</summary>
    public static ImmutableArray<MetadataReference> All() =>
    [
        .. Framework().Concat(OwnAssemblies.Select(name => Path.Combine(AppContext.BaseDirectory, name)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The reference assemblies of the SDK where there is one, else the assemblies that the tool itself runs on.</summary>
    private static IEnumerable<string> Framework()
    {
        string implementation = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(implementation, "../../../packs/Microsoft.NETCore.App.Ref"));
        string target = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        string? reference = Directory.Exists(packs)
            ? Directory.EnumerateDirectories(packs).Select(pack => Path.Combine(pack, "ref", target)).Where(Directory.Exists)
                .OrderByDescending(path => path, StringComparer.Ordinal).FirstOrDefault()
            : null;
        return reference is not null
            ? Directory.EnumerateFiles(reference, "*.dll").Order(StringComparer.Ordinal)
            : TrustedAssemblies().Where(path => path.StartsWith(implementation, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TrustedAssemblies() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
