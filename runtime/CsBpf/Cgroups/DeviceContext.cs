namespace CsBpf;

/// <summary>What a program for the devices of a cgroup is called with (<c>struct bpf_cgroup_dev_ctx</c>).</summary>
[ProgramContext("bpf_cgroup_dev_ctx")]
public sealed class DeviceContext
{
    /// <summary>What the file stands for.</summary>
    [ContextField(0)]
    public DeviceKind Kind { get; init; }

    /// <summary>What the process wants to do.</summary>
    [ContextField(2)]
    public DeviceAccess Access { get; init; }

    /// <summary>The major number of the device.</summary>
    [ContextField(4)]
    public uint Major { get; init; }

    /// <summary>The minor number of the device.</summary>
    [ContextField(8)]
    public uint Minor { get; init; }
}
