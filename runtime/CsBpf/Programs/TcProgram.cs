using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program for packets in traffic control (<see cref="TcAttribute"/>, Linux 4.1).</summary>
public sealed class TcProgram : LoadedProgram
{
    internal TcProgram(ProgramHandle handle, string name, VerifierLog? log = null)
        : base(handle, name, target: null, log)
    {
    }

    /// <summary>Runs the program on a packet that nobody sent (<c>BPF_PROG_TEST_RUN</c>, Linux 4.12).</summary>
    /// <param name="packet">The packet: at least the 14 bytes of an Ethernet header. Changed as the program leaves it.</param>
    /// <returns>What the program decided.</returns>
    /// <exception cref="BpfException">The kernel refused to run it.</exception>
    public TcAction Run(Span<byte> packet) => (TcAction)TestRun(packet, packet).ReturnValue;
}
