namespace CsBpf.Syscalls;

/// <summary>The commands on programs.</summary>
internal static unsafe class ProgramCalls
{
    /// <summary>How often the kernel may ask to try again: it does when a signal comes while it verifies.</summary>
    private const int MaxAttempts = 5;

    /// <returns>The descriptor, or the negated error number.</returns>
    public static int TryLoad(ref ProgramLoadAttributes attributes)
    {
        int result = 0;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            result = BpfCall.Invoke(BpfCommand.ProgramLoad, ref attributes);
            if (result != -(int)Errno.EAGAIN)
                break;
        }

        return result;
    }

    /// <returns>0, or the negated error number.</returns>
    public static int TryTestRun(ProgramHandle program, ref ProgramTestRunAttributes attributes)
    {
        using var lease = program.Lease();
        attributes.ProgramDescriptor = lease.Descriptor;
        return BpfCall.Invoke(BpfCommand.ProgramTestRun, ref attributes);
    }

    public static ProgramInfoRecord GetInfo(ProgramHandle program)
    {
        var record = default(ProgramInfoRecord);
        ObjectCalls.GetInfo(program, &record, sizeof(ProgramInfoRecord), "the program");
        return record;
    }
}
