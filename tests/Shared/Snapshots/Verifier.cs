using System.Runtime.CompilerServices;
using VerifyTests;

namespace VerifyXunit;

/// <summary>
/// Compares text with the <c>.verified.</c> file beside the test source. The part of Verify.Xunit that these tests use, with its API
/// shape and its file names, for machines where the package can't be restored.
/// </summary>
public static class Verifier
{
    /// <summary>Compares <paramref name="target"/> with <c>Class.Method.verified.txt</c>.</summary>
    /// <param name="target">What the test received.</param>
    /// <param name="settings">Where the file is and how it is named; the fluent calls on the result do the same.</param>
    /// <param name="sourceFile">The test's source file; the compiler fills it in.</param>
    public static SettingsTask Verify(string? target, VerifySettings? settings = null, [CallerFilePath] string sourceFile = "") =>
        Verify(target, "txt", settings, sourceFile);

    /// <summary>Compares <paramref name="target"/> with <c>Class.Method.verified.</c><paramref name="extension"/>.</summary>
    /// <param name="target">What the test received.</param>
    /// <param name="extension">Of the file, without the dot.</param>
    /// <param name="settings">Where the file is and how it is named; the fluent calls on the result do the same.</param>
    /// <param name="sourceFile">The test's source file; the compiler fills it in.</param>
    public static SettingsTask Verify(
        string? target,
        string extension,
        VerifySettings? settings = null,
        [CallerFilePath] string sourceFile = "") =>
        new(settings, snapshotSettings => Snapshot.For(UseVerifyAttribute.CurrentTest, sourceFile, extension, snapshotSettings).Verify(target ?? "null"));
}
