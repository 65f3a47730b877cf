using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The whole name of a program: the kernel keeps 15 characters of it, and its BTF the rest.</summary>
internal static unsafe class ProgramName
{
    /// <summary>The name of the program's function; the kernel's short name where that cannot be had.</summary>
    public static string Full(in ProgramInfoRecord program)
    {
        string name = program.Name.ToString();
        if (program.BtfId == 0 || program.FunctionInfoCount == 0)
            return name;
        try
        {
            var types = BtfTypes.Parse(BtfCalls.GetById(program.BtfId));
            return types.NameOf(FirstFunction(program)) is { Length: > 0 } full ? full : name;
        }
        catch (Exception exception) when (exception is BpfException or ObjectFormatException or ArgumentOutOfRangeException)
        {
            return name;
        }
    }

    /// <summary>The BTF id of the program's own function: the first that it was loaded with.</summary>
    private static uint FirstFunction(in ProgramInfoRecord program)
    {
        using var handle = ObjectCalls.GetById<ProgramHandle>(BpfCommand.ProgramGetDescriptorById, program.Id, "the program");
        uint* function = stackalloc uint[2];
        var record = new ProgramInfoRecord { FunctionInfo = function, FunctionInfoCount = 1, FunctionInfoRecordSize = 2 * sizeof(uint) };
        ObjectCalls.GetInfo(handle, &record, sizeof(ProgramInfoRecord), "the program");
        return function[1];
    }
}
