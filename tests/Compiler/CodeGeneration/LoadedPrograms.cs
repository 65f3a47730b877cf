using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>The programs of an object in the running kernel, put there by bpftool: what libbpf takes, users can load.</summary>
internal sealed unsafe partial class LoadedPrograms : IDisposable
{
    private const int ObjectGet = 7;
    private const int ProgramTestRun = 10;

    private readonly TemporaryBpffs _bpffs = new();

    /// <summary>Loads the programs of an object.</summary>
    /// <exception cref="InvalidOperationException">libbpf or the verifier refuses it; the message has the log.</exception>
    public LoadedPrograms(byte[] content)
    {
        try
        {
            using var directory = new TemporaryDirectory();
            Command.Output("bpftool", "prog", "loadall", directory.Write("object.bpf.o", content), _bpffs["programs"]);
        }
        catch
        {
            _bpffs.Dispose();
            throw;
        }
    }

    /// <summary>Runs a <c>syscall</c> program.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="context">What it reads and writes.</param>
    /// <returns>What it returns.</returns>
    public uint Run(string program, Span<byte> context)
    {
        using Descriptor descriptor = Get(System.IO.Path.Combine(_bpffs["programs"], program));
        fixed (byte* bytes = context)
        {
            var run = new TestRunAttributes
            {
                ProgramFd = descriptor.Fd,
                ContextIn = (ulong)bytes,
                ContextSizeIn = (uint)context.Length,
            };
            Call(ProgramTestRun, &run, sizeof(TestRunAttributes));
            return run.ReturnValue;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bpffs.Dispose();

    private static Descriptor Get(string path)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            var get = new ObjectGetAttributes { Path = (ulong)text };
            return new((int)Call(ObjectGet, &get, sizeof(ObjectGetAttributes)));
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private static long Call(int command, void* attributes, int size)
    {
        long number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
        long result = Syscall(number, command, attributes, size);
        return result >= 0 ? result : throw new InvalidOperationException($"bpf({command}): {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Syscall(long number, long command, void* attributes, long size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    private readonly record struct Descriptor(int Fd) : IDisposable
    {
        public void Dispose() => _ = Close(Fd);
    }

    private struct ObjectGetAttributes
    {
        public ulong Path;
        public uint Fd;
        public uint Flags;
    }

    private struct TestRunAttributes
    {
        public int ProgramFd;
        public uint ReturnValue;
        public uint DataSizeIn;
        public uint DataSizeOut;
        public ulong DataIn;
        public ulong DataOut;
        public uint Repeat;
        public uint Duration;
        public uint ContextSizeIn;
        public uint ContextSizeOut;
        public ulong ContextIn;
        public ulong ContextOut;
        public uint Flags;
        public uint Cpu;
        public uint BatchSize;
    }
}
