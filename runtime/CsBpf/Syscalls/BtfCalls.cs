using System.Runtime.InteropServices.Marshalling;
using System.Text;

namespace CsBpf.Syscalls;

/// <summary>The commands on BTF.</summary>
internal static unsafe class BtfCalls
{
    private const int LogSize = 1 << 16;

    /// <summary>Gives BTF to the kernel.</summary>
    /// <exception cref="BpfException">The kernel refused it; the advice is the last line of its log.</exception>
    public static BtfHandle Load(ReadOnlySpan<byte> btf)
    {
        var operation = new Operation("load the object's BTF", Needs: CapabilitySet.Bpf);
        var handle = new BtfHandle();
        int result = TryLoad(btf, log: []);
        if (result < 0)
        {
            byte[] log = new byte[LogSize];
            result = TryLoad(btf, log);
            if (result < 0)
                throw operation.Failed(result, LastLine(log));
        }

        handle.Take(result);
        return handle;
    }

    /// <returns>The descriptor, or the negated error number.</returns>
    public static int TryLoad(ReadOnlySpan<byte> btf, Span<byte> log)
    {
        fixed (byte* pointer = btf)
        fixed (byte* logPointer = log)
        {
            var attributes = new BtfLoadAttributes
            {
                Btf = pointer,
                BtfSize = (uint)btf.Length,
                Log = logPointer,
                LogSize = (uint)log.Length,
                LogLevel = log.IsEmpty ? 0u : 1u,
            };
            return BpfCall.Invoke(BpfCommand.BtfLoad, ref attributes);
        }
    }

    /// <summary>The id of the BTF after one of another id, 0 for the first; 0 where there is none, or this process may not ask.</summary>
    public static uint NextId(uint id)
    {
        var attributes = new ObjectIdAttributes { Id = id };
        return BpfCall.Invoke(BpfCommand.BtfGetNextId, ref attributes) < 0 ? 0 : attributes.NextId;
    }

    /// <summary>Opens BTF by its id; null where it is gone, or this process may not open it.</summary>
    public static BtfHandle? TryOpen(uint id)
    {
        var attributes = new ObjectIdAttributes { Id = id };
        int result = BpfCall.Invoke(BpfCommand.BtfGetDescriptorById, ref attributes);
        if (result < 0)
            return null;
        var handle = new BtfHandle();
        handle.Take(result);
        return handle;
    }

    /// <summary>The name of the kernel's module that the BTF is of; null where it is of none.</summary>
    public static string? ModuleOf(BtfHandle handle)
    {
        const int maxName = 64;
        byte* name = stackalloc byte[maxName];
        var record = new BtfInfoRecord { Name = name, NameLength = maxName };
        ObjectCalls.GetInfo(handle, &record, sizeof(BtfInfoRecord), "the BTF");
        string? text = record.IsKernelBtf != 0 ? Utf8StringMarshaller.ConvertToManaged(name) : null;
        return text is "vmlinux" ? null : text;
    }

    /// <summary>The bytes of BTF that the kernel holds (needs CAP_SYS_ADMIN).</summary>
    /// <exception cref="BpfException">There is none, or this process may not read it.</exception>
    public static byte[] GetById(uint id)
    {
        using var handle = ObjectCalls.GetById<BtfHandle>(BpfCommand.BtfGetDescriptorById, id, "the BTF");
        return Read(handle);
    }

    /// <summary>The bytes of BTF that the kernel holds.</summary>
    public static byte[] Read(BtfHandle handle)
    {
        var record = default(BtfInfoRecord);
        ObjectCalls.GetInfo(handle, &record, sizeof(BtfInfoRecord), "the BTF");
        byte[] bytes = new byte[record.BtfSize];
        fixed (byte* pointer = bytes)
        {
            record = new BtfInfoRecord { Btf = pointer, BtfSize = (uint)bytes.Length };
            ObjectCalls.GetInfo(handle, &record, sizeof(BtfInfoRecord), "the BTF");
        }

        return bytes;
    }

    private static string? LastLine(byte[] log)
    {
        string text = Encoding.UTF8.GetString(log.AsSpan(0, log.AsSpan().IndexOf((byte)0))).TrimEnd();
        return text.Length == 0 ? null : "the kernel says: " + text[(text.LastIndexOf('\n') + 1)..];
    }
}
