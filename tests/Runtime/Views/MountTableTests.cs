namespace CsBpf.Runtime.Tests;

public sealed class MountTableTests
{
    private const string Hybrid = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:10 master:3 - cgroup2 cgroup2 rw
        99 31 0:38 /app /mnt/my\040cgroups rw - cgroup2 none rw
        """;

    [Fact]
    public void Cgroup2_OnAHybridSystem_IsFoundBesideVersion1() =>
        Assert.Equal(["/sys/fs/cgroup/unified", "/mnt/my cgroups"], MountTable.Find(Hybrid, "cgroup2"));

    [Fact]
    public void Type_ThatIsNotMounted_IsNotFound() => Assert.Empty(MountTable.Find(Hybrid, "bpf"));

    [Theory]
    [InlineData("")]
    [InlineData("1 2 3")]
    [InlineData("1 2 0:1 / /x rw -")]
    public void Lines_CutShort_AreSkipped(string text) => Assert.Empty(MountTable.Find(text, "cgroup2"));
}
