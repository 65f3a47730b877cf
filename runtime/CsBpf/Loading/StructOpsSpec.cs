namespace CsBpf;

/// <summary>A struct of functions that the kernel calls, as an object fills it in.</summary>
/// <param name="TypeName">The name of the struct in the kernel, without a flavour.</param>
/// <param name="HasLink">Whether the struct is registered by a link (Linux 6.4) rather than by writing it into its map.</param>
internal sealed record StructOpsSpec(string TypeName, bool HasLink)
{
    /// <summary>The programs, by the member that points to each.</summary>
    public Dictionary<string, FunctionSpec> Programs { get; } = [];
}
