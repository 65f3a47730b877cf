using System.Globalization;
using CsBpf.Object;
using CsBpf.Object.Elf;
using CsBpf.Reading;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for a function of user space (<see cref="UprobeAttribute"/>, <see cref="UretprobeAttribute"/>).</summary>
public sealed class UprobeProgram : LoadedProgram
{
    private readonly SectionTraits _traits;

    internal UprobeProgram(ProgramHandle handle, string name, string? target, SectionTraits traits, VerifierLog? log = null)
        : base(handle, name, target, log)
    {
        _traits = traits;
    }

    /// <summary>Runs the program wherever a process calls the function that the program's section names, until the link is disposed.</summary>
    /// <param name="process">The number of the process; null for all, those of the future, too.</param>
    /// <exception cref="InvalidOperationException">The program's section names no file and function.</exception>
    /// <exception cref="BpfException">The file has no such function, or the kernel refuses.</exception>
    public BpfLink Attach(int? process = null)
    {
        if (Target?.LastIndexOf(':') is not { } colon || colon < 0)
            throw new InvalidOperationException($"The section of {Name} names no file and function: attach the program to one.");
        // As libbpf has it: path:function+offset.
        string[] place = Target[(colon + 1)..].Split('+', 2);
        return Attach(Target[..colon], place[0], process, place.Length > 1 ? ulong.Parse(place[1], CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Runs the program wherever a process calls a function, until the link is disposed.</summary>
    /// <param name="path">The path of the program or library.</param>
    /// <param name="function">The name of the function, as the file's symbols have it.</param>
    /// <param name="process">The number of the process; null for all, those of the future, too.</param>
    /// <param name="offset">How far behind the function's beginning, in bytes.</param>
    /// <exception cref="BpfException">The file has no such function, or the kernel refuses.</exception>
    public BpfLink Attach(string path, string function, int? process = null, ulong offset = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(function);
        return Attach(path, checked(Find(path, function) + offset), process, function);
    }

    /// <summary>Runs the program wherever a process comes by a place in a file, until the link is disposed.</summary>
    /// <param name="path">The path of the program or library.</param>
    /// <param name="offset">The offset of an instruction in the file, in bytes.</param>
    /// <param name="process">The number of the process; null for all, those of the future, too.</param>
    /// <exception cref="BpfException">There is no instruction, or the kernel refuses.</exception>
    public BpfLink Attach(string path, ulong offset, int? process = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Attach(path, offset, process, string.Create(CultureInfo.InvariantCulture, $"0x{offset:x}"));
    }

    private BpfLink Attach(string path, ulong offset, int? process, string place)
    {
        if (process is { } number)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        Operation operation = OperationFor(path, place);
        PerfEventRecord record = ProbeEvents.Uprobe(path, offset, _traits.HasFlag(SectionTraits.Return), operation);
        return new(PerfEventCalls.Attach(
            Handle, process is { } thread ? record with { Thread = thread } : record with { Processor = 0 }, operation));
    }

    private ulong Find(string path, string function)
    {
        Operation operation = OperationFor(path, function);
        try
        {
            using FileStream file = File.OpenRead(path);
            return ElfFunctions.Find(file, function)
                ?? throw operation.Failed(-(int)Errno.ENOENT, "the file's symbols have no function of that name: attach the program to an offset");
        }
        catch (ObjectFormatException exception)
        {
            throw operation.Failed(-(int)Errno.ENOEXEC, exception.Message);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw operation.Failed(-(int)Errno.ENOENT, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw operation.Failed(-(int)Errno.EACCES, "this process may not read the file");
        }
    }

    private Operation OperationFor(string path, string place) =>
        new($"attach the program {Name} to", $"{path}:{place}", CapabilitySet.Bpf | CapabilitySet.PerfMon);
}
