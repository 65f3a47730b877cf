namespace CsBpf;

/// <summary>Where an XDP program runs (the <c>XDP_FLAGS_*_MODE</c> of the kernel).</summary>
public enum XdpMode
{
    /// <summary>In the driver where it can, else in the network stack.</summary>
    Default = 0,

    /// <summary>In the network stack, with any driver: slower, for the packet has a socket buffer already.</summary>
    Generic = 1 << 1,

    /// <summary>In the driver, which must support it.</summary>
    Driver = 1 << 2,

    /// <summary>In the network card itself, which must support it.</summary>
    Hardware = 1 << 3,
}
