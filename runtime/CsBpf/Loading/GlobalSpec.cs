namespace CsBpf;

/// <summary>A global variable of a BPF object.</summary>
/// <param name="Name">The name.</param>
/// <param name="Offset">Its place in its section, in bytes.</param>
/// <param name="Size">Its size, in bytes.</param>
public readonly record struct GlobalSpec(string Name, uint Offset, uint Size);
