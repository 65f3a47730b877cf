using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Runtime.Tests.Library;

/// <summary>Addresses are those of the base library: the same bytes, the same text.</summary>
public class NetworkAddressTests
{
    private const int Samples = 20_000;

    [Fact]
    public void IPv4_AsText_IsThatOfTheBaseLibrary()
    {
        var random = new Random(1);
        for (int i = 0; i < Samples; i++)
        {
            byte[] bytes = new byte[4];
            random.NextBytes(bytes);
            var address = new IPv4Address(bytes);
            IPAddress expected = new(bytes);

            Assert.Equal(expected.ToString(), address.ToString());
            Assert.Equal(expected, (IPAddress)address);
            Assert.Equal(address, IPv4Address.Parse(address.ToString()));
        }
    }

    /// <summary>With rows of zeroes at all places.</summary>
    [Fact]
    public void IPv6_AsText_IsThatOfTheBaseLibrary()
    {
        var random = new Random(1);
        for (int i = 0; i < Samples; i++)
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            int zeroes = random.Next(256);
            for (int group = 0; group < 8; group++)
            {
                if ((zeroes >> group & 1) != 0)
                    bytes.AsSpan(2 * group, 2).Clear();
            }

            var address = new IPv6Address(bytes);
            IPAddress expected = new(bytes);

            Assert.Equal(expected, (IPAddress)address);
            Assert.Equal(address, IPv6Address.Parse(address.ToString()));
            // The base library writes more addresses with the numbers of IPv4 than RFC 5952 says.
            if (!expected.ToString().Contains('.', StringComparison.Ordinal))
                Assert.Equal(expected.ToString(), address.ToString());
        }
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001:0:0:1::1")]
    [InlineData("1:0:2:3:4:5:6:7")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("::1:0:0:0:1")]
    public void IPv6_AsText_IsShortest(string text) => Assert.Equal(text, IPv6Address.Parse(text).ToString());

    [Fact]
    public void Mac_AsText_HasColons()
    {
        MacAddress address = MacAddress.Parse("52-54-00-12-AB-CD");

        Assert.Equal("52:54:00:12:ab:cd", address.ToString());
        Assert.Equal(address, MacAddress.Parse(address.ToString()));
        Assert.False(MacAddress.TryParse("52:54:00:12:ab", out _));
        Assert.False(MacAddress.TryParse(null, out _));
    }

    [Fact]
    public void Sizes_AreThoseOfTheKernel() =>
        Assert.Equal((4, 16, 6), (Unsafe.SizeOf<IPv4Address>(), Unsafe.SizeOf<IPv6Address>(), Unsafe.SizeOf<MacAddress>()));

    [Fact]
    public void Interpolation_WritesAddresses_WhereTheyFit()
    {
        var address = new IPv4Address(192, 0, 2, 1);
        Span<char> characters = stackalloc char[9];
        Span<byte> bytes = stackalloc byte[8];

        Assert.True(characters.TryWrite($"{address}", out int written));
        Assert.Equal("192.0.2.1", characters[..written].ToString());
        Assert.False(Utf8.TryWrite(bytes, $"{address}", out written));
        Assert.Equal("   192.0.2.1", $"{address,12}");
        Assert.Throws<FormatException>(() => IPv4Address.Parse("2001:db8::1"));
        Assert.Throws<IndexOutOfRangeException>(() => new IPv4Address([1, 2, 3]));
    }
}
