using System.Runtime.InteropServices;
using System.Text;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The memory that the verifier writes its log to; it grows until the log is whole.</summary>
internal sealed unsafe class LogBuffer : IDisposable
{
    public const uint LevelNone = 0;

    /// <summary>The way to the failing instruction, and the figures.</summary>
    public const uint LevelFailure = 1 | 4;

    /// <summary>The figures alone.</summary>
    public const uint LevelStatistics = 4;

    /// <summary>All ways, and the figures.</summary>
    public const uint LevelFull = 2 | 4;

    private const uint FirstSize = 1 << 16;

    /// <summary>The largest log that a kernel takes.</summary>
    private const uint MaxSize = uint.MaxValue >> 2;

    private byte* _bytes;
    private uint _size;

    /// <summary>Loads a program with a log of the given level.</summary>
    /// <returns>The descriptor, or the negated error number.</returns>
    public int Load(ref ProgramLoadAttributes attributes, uint level)
    {
        attributes.LogLevel = level;
        if (level == LevelNone)
        {
            attributes.Log = null;
            attributes.LogSize = 0;
            return ProgramCalls.TryLoad(ref attributes);
        }

        Resize(Math.Max(_size, FirstSize));
        while (true)
        {
            attributes.Log = _bytes;
            attributes.LogSize = _size;
            attributes.TrueLogSize = 0;
            int result = ProgramCalls.TryLoad(ref attributes);
            if (result != -(int)Errno.ENOSPC || _size == MaxSize)
                return result;
            Resize(Math.Clamp(Math.Max(attributes.TrueLogSize, (ulong)_size * 2), FirstSize, MaxSize));
        }
    }

    /// <summary>The log.</summary>
    public override string ToString()
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }

    private void Resize(ulong size)
    {
        _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)size);
        _bytes[0] = 0;
        _size = (uint)size;
    }
}
