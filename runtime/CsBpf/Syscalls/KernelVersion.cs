using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>The version of the running kernel. It explains failures; what the kernel can do is found by trying.</summary>
internal static class KernelVersion
{
    /// <summary>The version, without the distribution's part.</summary>
    public static Version Current { get; } = Environment.OSVersion.Version;

    /// <summary>The version as <c>LINUX_KERNEL_VERSION</c> has it.</summary>
    public static uint Code => ((uint)Current.Major << 16) | ((uint)Current.Minor << 8) | (uint)Math.Min(Math.Max(Current.Build, 0), 255);

    /// <summary>The release, as <c>uname -r</c> prints it.</summary>
    public static string Release { get; } =
        File.Exists(ReleasePath) ? File.ReadAllText(ReleasePath).Trim() : RuntimeInformation.OSDescription;

    private const string ReleasePath = "/proc/sys/kernel/osrelease";

    /// <summary>Whether the running kernel is older than a version: <c>5.8</c>.</summary>
    public static bool IsOlderThan(string version) => Current < Version.Parse(version);
}
