using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program of a map of sockets (<see cref="SkMsgAttribute"/>, <see cref="SkSkbAttribute"/>, <see cref="SkSkbParserAttribute"/>).</summary>
public sealed class SocketMapProgram : LoadedProgram
{
    private const string LinksSince = "6.10";

    private readonly BpfAttachType _attachType;

    internal SocketMapProgram(ProgramHandle handle, string name, BpfAttachType attachType, VerifierLog? log = null)
        : base(handle, name, target: null, log) => _attachType = attachType;

    /// <summary>Attaches the program to the sockets that are in a map, until the link is disposed (Linux 6.10).</summary>
    /// <param name="map">A map of sockets: <c>SOCKMAP</c> or <c>SOCKHASH</c>. Sockets that are in it already do not get the program.</param>
    /// <exception cref="BpfException">The map is of another type, or another program is attached to it.</exception>
    public BpfLink Attach(LoadedMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var operation = new Operation($"attach the program {Name} to the map", map.Name, CapabilitySet.NetAdmin | CapabilitySet.Bpf);
        using var lease = map.Handle.Lease();
        return new BpfLink(LinkCalls.Create(Handle, lease.Descriptor, _attachType, flags: 0, operation, Advice));
    }

    private static string? Advice(Errno error) => error switch
    {
        Errno.EBUSY => "another program of this kind is attached to it",
        Errno.EINVAL when KernelVersion.IsOlderThan(LinksSince) => $"the kernel has no links for maps of sockets before Linux {LinksSince}",
        Errno.EINVAL or Errno.EOPNOTSUPP => "it is no map of sockets",
        _ => null,
    };
}
