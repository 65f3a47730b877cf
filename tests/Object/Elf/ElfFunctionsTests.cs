using CsBpf.Object.Elf;

namespace CsBpf.Object.Tests.Elf;

/// <summary>Functions are found in the machine's own C library; in what is left of it when bytes are missing or wrong, or an error says why not.</summary>
public sealed class ElfFunctionsTests
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    private static readonly Lazy<byte[]?> Library = new(() => OperatingSystem.IsLinux() && File.ReadLines("/proc/self/maps")
        .Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(fields => fields.Length == 6 && Path.GetFileName(fields[5]).StartsWith("libc.so", StringComparison.Ordinal)) is { } fields
            ? File.ReadAllBytes(fields[5])
            : null);

    private static byte[] Bytes => Library.Value ?? throw new InvalidOperationException("The process has no C library that is a file.");

    [Fact]
    public void Find_Function_IsInTheCodeOfTheFile()
    {
        using var file = new MemoryStream(Bytes);

        ulong offset = ElfFunctions.Find(file, "getpgid")!.Value;

        Assert.InRange(offset, (ulong)HeaderSize, (ulong)Bytes.Length - 1);
        Assert.NotEqual(offset, ElfFunctions.Find(file, "getsid"));
    }

    [Theory]
    [InlineData("no_such_function")]
    [InlineData("environ")]
    public void Find_WhatIsNoFunctionThere_IsNull(string name)
    {
        using var file = new MemoryStream(Bytes);

        Assert.Null(ElfFunctions.Find(file, name));
    }

    [Fact]
    public void Find_InAFileThatIsCutOff_IsATypedError()
    {
        for (int length = 0; length < Bytes.Length; length = Math.Max(length + 1, length * 2))
        {
            using var file = new MemoryStream(Bytes, 0, length);

            Assert.Throws<ObjectFormatException>(() => ElfFunctions.Find(file, "getpgid"));
        }
    }

    [Fact]
    public void Find_InAFileWithWrongHeaders_IsAnAnswerOrATypedError()
    {
        byte[] bytes = [.. Bytes];
        int table = (int)BitConverter.ToUInt64(bytes, 40);
        int headers = BitConverter.ToUInt16(bytes, 60) * SectionHeaderSize;
        var random = new Random(1);
        for (int round = 0; round < 500; round++)
        {
            int place = random.Next(2) == 0 ? random.Next(HeaderSize) : table + random.Next(headers);
            byte old = bytes[place];
            bytes[place] = (byte)random.Next(256);
            using var file = new MemoryStream(bytes);
            var exception = Record.Exception(() => ElfFunctions.Find(file, "getpgid"));
            Assert.True(exception is null or ObjectFormatException, $"byte {place}: {exception}");
            bytes[place] = old;
        }
    }
}
