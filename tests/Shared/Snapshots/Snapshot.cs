using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace VerifyTests;

/// <summary>One snapshot: the verified file, and the received file that appears beside it while the two differ.</summary>
internal sealed class Snapshot
{
    private static readonly ConcurrentDictionary<string, MethodInfo> UsedPrefixes = new();

    private readonly string _verifiedPath;
    private readonly string _receivedPath;

    private Snapshot(string prefix, string extension)
    {
        _verifiedPath = $"{prefix}.verified.{extension}";
        _receivedPath = $"{prefix}.received.{extension}";
    }

    private static bool Accepts => Environment.GetEnvironmentVariable("CSBPF_ACCEPT") == "1";

    /// <summary>The snapshot of <paramref name="test"/>, named as Verify names it: <c>Class.Method[_name=value…]</c>.</summary>
    /// <exception cref="VerifyException">Another verification of this run already has that name.</exception>
    public static Snapshot For(MethodInfo test, string sourceFile, string extension, VerifySettings settings)
    {
        string name = settings.FileName ?? $"{NameWithParents(test.ReflectedType!)}.{settings.MethodName ?? test.Name}";
        string directory = Path.Combine(Path.GetDirectoryName(sourceFile)!, settings.Directory ?? "");
        string prefix = Path.Combine(directory, name + ParametersSuffix(test, settings));

        return UsedPrefixes.TryAdd(prefix, test)
            ? new Snapshot(prefix, extension)
            : throw new VerifyException($"The snapshot {prefix} was already verified by {UsedPrefixes[prefix].Name}: tell them apart with UseParameters or UseMethodName.");
    }

    /// <summary>Compares <paramref name="received"/> with the verified file; line ends and a byte order mark don't count.</summary>
    /// <exception cref="VerifyException">They differ, or nothing was verified yet.</exception>
    public async Task Verify(string received)
    {
        received = Normalize(received);
        string? verified = File.Exists(_verifiedPath) ? Normalize(await File.ReadAllTextAsync(_verifiedPath)) : null;

        if (verified != received && !Accepts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_receivedPath)!);
            await File.WriteAllTextAsync(_receivedPath, received);
            throw new VerifyException(Explain(verified, received));
        }

        if (verified != received)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_verifiedPath)!);
            await File.WriteAllTextAsync(_verifiedPath, received);
        }

        File.Delete(_receivedPath);
    }

    private string Explain(string? verified, string received) =>
        $"""
        {(verified is null ? "Nothing was verified yet." : "What was received is not what was verified.")}
        Received: {_receivedPath}
        Verified: {_verifiedPath}
        To accept what was received: CSBPF_ACCEPT=1 dotnet test

        {SnapshotDiff.Render(verified ?? "", received)}
        """;

    private static string ParametersSuffix(MethodInfo test, VerifySettings settings)
    {
        if (settings.ParametersText is { } text)
        {
            return $"_{text}";
        }

        string suffix = string.Concat(test.GetParameters().Zip(settings.Parameters, (parameter, value) => $"_{parameter.Name}={NameOf(value)}"));
        return string.Join('-', suffix.Split(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n']));
    }

    private static string NameOf(object? value) => Convert.ToString(value ?? "null", CultureInfo.InvariantCulture)!;

    private static string NameWithParents(Type type) => type.DeclaringType is { } parent ? $"{NameWithParents(parent)}.{type.Name}" : type.Name;

    private static string Normalize(string text) => text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
}
