namespace CsBpf.Kernel;

/// <summary>What an iterator tells about its run (<c>struct bpf_iter_meta</c>).</summary>
[KernelType("bpf_iter_meta")]
public sealed class IteratorMeta : bpf_iter_meta
{
    /// <summary>The file that is being read.</summary>
    [KernelMember("seq")]
    public SeqFile? File
    {
        get => seq;
        set => seq = value;
    }

    /// <summary>The number of this reading: each opening of the file has its own.</summary>
    [KernelMember("session_id")]
    public ulong SessionId
    {
        get => session_id;
        set => session_id = value;
    }

    /// <summary>The number of the object within this reading, from 0: where it is 0 a view writes its heading.</summary>
    [KernelMember("seq_num")]
    public ulong SequenceNumber
    {
        get => seq_num;
        set => seq_num = value;
    }
}
