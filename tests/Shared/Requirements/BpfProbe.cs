using System.Runtime.InteropServices;

namespace CsBpf.Testing;

/// <summary>Asks the kernel, once a run, whether tests may use BPF here.</summary>
internal static partial class BpfProbe
{
    private const int MapCreateCommand = 0;
    private const int ArrayMapType = 2;

    /// <summary>Null when BPF can be used, else what is missing and how to get it.</summary>
    public static string? Run()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux: the BPF tests run in its kernel";
        }

        if (!File.Exists("/sys/kernel/btf/vmlinux"))
        {
            return "needs a kernel with BTF (CONFIG_DEBUG_INFO_BTF): /sys/kernel/btf/vmlinux is not there";
        }

        if (CreateArrayMap() is { } errno)
        {
            return $"needs root or CAP_BPF, CAP_PERFMON and CAP_SYS_ADMIN: bpf(BPF_MAP_CREATE) fails with {Marshal.GetPInvokeErrorMessage(errno)}; "
                + "run `sudo dotnet test`";
        }

        if (Mount.Find("bpf") is null)
        {
            return "needs bpffs: mount -t bpf bpf /sys/fs/bpf";
        }

        return Mount.Find("cgroup2") is null ? "needs cgroup2: mount -t cgroup2 none /sys/fs/cgroup" : null;
    }

    private static int? CreateArrayMap()
    {
        long number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
        var attributes = new MapCreateAttributes { MapType = ArrayMapType, KeySize = 4, ValueSize = 4, MaxEntries = 1 };
        long fd = Syscall(number, MapCreateCommand, ref attributes, Marshal.SizeOf<MapCreateAttributes>());
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        _ = Close((int)fd);
        return null;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Syscall(long number, long command, ref MapCreateAttributes attributes, long size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    private struct MapCreateAttributes
    {
        public uint MapType;
        public uint KeySize;
        public uint ValueSize;
        public uint MaxEntries;
        public uint MapFlags;
    }
}
