using System.IO.Compression;
using CsBpf.Object;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>
/// The types of a kernel as a small file: the structs, unions, enumerations, typedefs and functions with all they refer to, compressed;
/// without variables and tags on declarations. What <see cref="KernelSource"/> makes of it is the same as of the kernel's own BTF.
/// </summary>
public static class BtfSnapshot
{
    /// <summary>Four times the BTF of a kernel with everything built in: a file that unpacks to more is none.</summary>
    private const int MaxSize = 64 << 20;

    /// <summary>Writes a snapshot.</summary>
    /// <param name="kernel">The kernel's types, as <c>/sys/kernel/btf/vmlinux</c> has them.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="ObjectFormatException">A type is not what the format asks for.</exception>
    public static void Write(BtfTypes kernel, Stream output)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(output);
        using var compressed = new BrotliStream(output, CompressionLevel.SmallestSize, leaveOpen: true);
        compressed.Write(Reduce(kernel).ToBytes());
    }

    /// <summary>Reads a snapshot.</summary>
    /// <param name="input">The file.</param>
    /// <exception cref="ObjectFormatException">The bytes are no snapshot.</exception>
    public static BtfTypes Read(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var decompressed = new BrotliStream(input, CompressionMode.Decompress, leaveOpen: true);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = decompressed.Read(buffer)) > 0;)
            {
                if (bytes.Length + read > MaxSize)
                    throw new ObjectFormatException($"the snapshot unpacks to more than {MaxSize >> 20} MiB", bytes.Length, "snapshot");
                bytes.Write(buffer, 0, read);
            }
        }
        catch (InvalidOperationException)
        {
            throw new ObjectFormatException("the snapshot is not compressed by Brotli, or is cut off", bytes.Length, "snapshot");
        }

        return BtfTypes.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static BtfBuilder Reduce(BtfTypes kernel)
    {
        bool[] isKept = Reachable(kernel);
        var builder = new BtfBuilder();
        uint[] ids = new uint[kernel.Count];
        for (uint id = 1; id < kernel.Count; id++)
        {
            if (isKept[id])
                ids[id] = builder.Reserve();
        }

        for (uint id = 1; id < kernel.Count; id++)
        {
            if (isKept[id])
                builder.Set(ids[id], kernel[id].MapIds(old => ids[old]));
        }

        return BtfDeduplicator.Deduplicate(builder.Build()).Types;
    }

    private static bool HasName(BtfKind kind) =>
        kind is BtfKind.Struct or BtfKind.Union or BtfKind.Forward or BtfKind.Enum or BtfKind.Enum64 or BtfKind.Typedef or BtfKind.Function;

    private static bool[] Reachable(BtfTypes kernel)
    {
        bool[] isReached = new bool[kernel.Count];
        var pending = new Stack<uint>();
        uint Reach(uint id)
        {
            if (!isReached[id])
            {
                isReached[id] = true;
                pending.Push(id);
            }

            return id;
        }

        for (uint id = 1; id < kernel.Count; id++)
        {
            if (HasName(kernel.KindOf(id)))
                Reach(id);
        }

        while (pending.TryPop(out uint id))
            kernel[id].MapIds(Reach);
        return isReached;
    }
}
