namespace CsBpf;

/// <summary>
/// An address as packets carry it: <see cref="IPv4Address"/>, <see cref="IPv6Address"/> or <see cref="MacAddress"/>. Programs write its text as they
/// write numbers: into a seq_file, the trace pipe, or memory.
/// </summary>
public interface INetworkAddress : ISpanFormattable, IUtf8SpanFormattable;
