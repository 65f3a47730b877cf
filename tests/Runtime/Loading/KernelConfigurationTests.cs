using System.Text;
using CsBpf.Object;

namespace CsBpf.Runtime.Tests;

public sealed class KernelConfigurationTests
{
    [Fact]
    public void File_IsReadToItsValues()
    {
        var values = KernelConfiguration.Parse(
            "# a comment\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=\"x y\"\r\nCONFIG_D=0x10\nOTHER=1\n");
        Assert.Equal(new Dictionary<string, string> { ["CONFIG_A"] = "y", ["CONFIG_C"] = "\"x y\"", ["CONFIG_D"] = "0x10" }, values);
    }

    [Theory]
    [InlineData("y", "Boolean", 1, "01")]
    [InlineData("n", "Boolean", 1, "00")]
    [InlineData("m", "Tristate", 4, "02000000")]
    [InlineData("m", "Character", 1, "6D")]
    [InlineData("250", "Number", 4, "FA000000")]
    [InlineData("-2", "Number", 2, "FEFF")]
    [InlineData("0xffffffff81000000", "Number", 8, "00000081FFFFFFFF")]
    [InlineData("\"abc\"", "Text", 8, "6162630000000000")]
    [InlineData("\"abcdef\"", "Text", 4, "61626300")]
    public void Value_IsStoredInTheShapeOfItsVariable(string value, string shape, uint size, string bytes)
    {
        byte[] place = new byte[size];
        KernelConfiguration.Store(Variable(shape, size), value, place);
        Assert.Equal(bytes, Convert.ToHexString(place));
    }

    [Theory]
    [InlineData("m", "Boolean", 1)]
    [InlineData("y", "Number", 4)]
    [InlineData("300", "Number", 1)]
    [InlineData("\"abc\"", "Number", 8)]
    [InlineData("7", "Text", 8)]
    [InlineData("", "Number", 8)]
    public void Value_ThatItsVariableCannotHold_IsATypedError(string value, string shape, uint size) =>
        Assert.Throws<ObjectFormatException>(() => KernelConfiguration.Store(Variable(shape, size), value, new byte[size]));

    [Fact]
    public void Symbols_AreReadWithAndWithoutAModule()
    {
        var symbols = KernelSymbols.Parse(
            ["ffffffff81000000 T _text", "ffffffffc0000000 t f\t[module]", "", "zz t x", "ffffffff81000001 T _text"]);
        Assert.Equal(new Dictionary<string, ulong> { ["_text"] = 0xffffffff81000000, ["f"] = 0xffffffffc0000000 }, symbols);
    }

    private static ConfigurationVariable Variable(string shape, uint size) =>
        new("CONFIG_X", 0, size, Enum.Parse<ConfigurationShape>(shape), IsWeak: false);
}
