namespace CsBpf;

/// <summary>How a BPF object is opened.</summary>
public sealed record BpfOpenOptions
{
    /// <summary>A file to read instead of the object that the build embedded; null for the embedded one.</summary>
    public string? ObjectPath { get; init; }
}
