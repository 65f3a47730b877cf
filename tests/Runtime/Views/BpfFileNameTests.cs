namespace CsBpf.Runtime.Tests;

public sealed class BpfFileNameTests
{
    [Theory]
    [InlineData("reads", "reads")]
    [InlineData("nginx.service", @"nginx\x2eservice")]
    [InlineData("..", @"\x2e\x2e")]
    [InlineData(@"dev-disk\x2dby.device", @"dev-disk\x5cx2dby\x2edevice")]
    [InlineData("~x", @"\x7ex")]
    [InlineData("a~x", "a~x")]
    [InlineData("größe.µs", @"größe\x2eµs")]
    public void Name_Escaped_ComesBackUnescaped(string name, string escaped)
    {
        Assert.Equal(escaped, BpfFileName.Escape(name));
        Assert.Equal(name, BpfFileName.Unescape(escaped));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Name_ThatIsNoFileName_IsRefused(string name) => Assert.Throws<ArgumentException>(() => BpfFileName.Escape(name));

    [Fact]
    public void Name_TooLongOnceEscaped_IsRefusedWithItsLength()
    {
        string name = new('.', 64);
        Assert.Equal(252, BpfFileName.Escape(name[..63]).Length);
        Assert.Contains("256 bytes", Assert.Throws<ArgumentException>(() => BpfFileName.Escape(name)).Message);
    }

    [Theory]
    [InlineData(@"\x", @"\x")]
    [InlineData(@"\x2", @"\x2")]
    [InlineData(@"\xzz", @"\xzz")]
    [InlineData(@"a\b", @"a\b")]
    public void FileName_WithoutEscapes_IsItself(string fileName, string name) => Assert.Equal(name, BpfFileName.Unescape(fileName));
}
