namespace CsBpf.Vmlinux.Tests;

public sealed class FriendlyNamesTests
{
    [Fact]
    public void Parse_CommentsAndBlanks_AreSkipped() => FriendlyNames.Parse(new StringReader("# types\n\n  cgroup\t Cgroup  # one\r\n"));

    [Theory]
    [InlineData("cgroup", 1)]
    [InlineData("\ncgroup Cgroup Control", 2)]
    [InlineData("cgroup Control-group", 1)]
    [InlineData("a A\na B", 2)]
    [InlineData("a A\nb A", 2)]
    public void Parse_LineThatSaysNothing_NamesTheLine(string table, int line)
    {
        FormatException exception = Assert.Throws<FormatException>(() => FriendlyNames.Parse(new StringReader(table)));
        Assert.StartsWith($"Line {line} ", exception.Message, StringComparison.Ordinal);
    }
}
