using System.IO.Compression;
using CsBpf.Object;
using CsBpf.Object.Btf;
using static CsBpf.Vmlinux.Tests.CTypes;

namespace CsBpf.Vmlinux.Tests;

public sealed class BtfSnapshotTests
{
    private readonly CTypes _c = new();

    [Fact]
    public void Write_Kernel_KeepsTypesAndDropsTheRest()
    {
        uint node = _c.Struct("node", Member("call", _c.Pointer(_c.FunctionPrototype(_c.Int, _c.Pointer(_c.Char)))));
        _c.Function("do_it", _c.FunctionPrototype(_c.Void, _c.Pointer(_c.Pointer(node))));
        _c.Set(_c.Reserve(), new BtfVariable("jiffies", _c.UnsignedLong, BtfVariableLinkage.Global));
        _c.Set(_c.Reserve(), new BtfDeclTag("kernel", node));
        BtfTypes kernel = _c.Build();

        BtfTypes snapshot = RoundTrip(kernel);

        Assert.Equal(
            [
                BtfKind.Int, BtfKind.Int, BtfKind.Struct, BtfKind.FunctionPrototype, BtfKind.FunctionPrototype, BtfKind.Function,
                .. Enumerable.Repeat(BtfKind.Pointer, 4),
            ],
            snapshot.All().Select(entry => entry.Type.Kind).OrderBy(kind => kind switch
            {
                BtfKind.Int => 0,
                BtfKind.Struct => 1,
                BtfKind.FunctionPrototype => 2,
                BtfKind.Function => 3,
                _ => 4,
            }));
        Assert.Equal(KernelSource.Generate(kernel, FriendlyNames.None), KernelSource.Generate(snapshot, FriendlyNames.None));
    }

    [Fact]
    public void Write_SameTypes_SameBytes()
    {
        _c.Struct("node", Member("x", _c.Int));
        BtfTypes kernel = _c.Build();
        Assert.Equal(Bytes(kernel), Bytes(kernel));
    }

    [Fact]
    public void Read_BytesThatAreNotCompressed_IsATypedError() =>
        Assert.Throws<ObjectFormatException>(() => BtfSnapshot.Read(new MemoryStream([.. Enumerable.Repeat((byte)0xff, 100)])));

    [Fact]
    public void Read_CutOff_IsATypedError()
    {
        byte[] bytes = Bytes(_c.Build());
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<ObjectFormatException>(() => BtfSnapshot.Read(new MemoryStream(bytes, 0, length)));
    }

    [Fact]
    public void Read_OneThatUnpacksWithoutEnd_IsATypedError()
    {
        using var bomb = new MemoryStream();
        using (var compressed = new BrotliStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] zeroes = new byte[1 << 20];
            for (int i = 0; i < 65; i++)
                compressed.Write(zeroes);
        }

        bomb.Position = 0;
        Assert.Throws<ObjectFormatException>(() => BtfSnapshot.Read(bomb));
    }

    private static BtfTypes RoundTrip(BtfTypes kernel) => BtfSnapshot.Read(new MemoryStream(Bytes(kernel)));

    private static byte[] Bytes(BtfTypes kernel)
    {
        using var output = new MemoryStream();
        BtfSnapshot.Write(kernel, output);
        return output.ToArray();
    }
}
