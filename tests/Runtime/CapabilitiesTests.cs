using CsBpf.Syscalls;

namespace CsBpf.Runtime.Tests;

public sealed class CapabilitiesTests
{
    [Fact]
    public void Process_WithoutAny_IsToldWhichItLacks() => Assert.StartsWith(
        "the process lacks CAP_BPF and CAP_PERFMON: run it as root, or give them to it",
        Capabilities.Advice(CapabilitySet.Bpf | CapabilitySet.PerfMon, CapabilitySet.None));

    [Fact]
    public void Process_WithSome_IsToldTheRest() => Assert.StartsWith(
        "the process lacks CAP_NET_ADMIN: run it as root, or give it to it",
        Capabilities.Advice(CapabilitySet.Bpf | CapabilitySet.NetAdmin, CapabilitySet.Bpf | CapabilitySet.PerfMon));

    [Theory]
    [InlineData((ulong)CapabilitySet.SysAdmin)]
    [InlineData((ulong)(CapabilitySet.Bpf | CapabilitySet.PerfMon))]
    public void Process_WithAll_IsToldThatSomethingElseRefuses(ulong effective) => Assert.Contains(
        "seccomp", Capabilities.Advice(CapabilitySet.Bpf | CapabilitySet.PerfMon, (CapabilitySet)effective));

    [Fact]
    public void Exception_SaysWhatWasTriedWhatTheKernelSaidAndWhatToDo()
    {
        var exception = new Operation("create the map", "Reads").Failed(-(int)Errno.EROFS);

        Assert.Equal(
            "Could not create the map Reads: Read-only file system (EROFS); the file system is mounted read-only.", exception.Message);
        Assert.Equal(30, exception.Errno);
        Assert.Equal("create the map Reads", exception.Operation);
    }

    [Fact]
    public void Exception_OfAnUnknownErrorNumber_StillSaysIt() =>
        Assert.Contains("(errno 4000)", new BpfException("do something", 4000).Message);
}
