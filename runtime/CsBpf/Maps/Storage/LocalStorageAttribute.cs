namespace CsBpf;

/// <summary>On a map class: the helpers that find and remove the values of its objects.</summary>
/// <param name="get">The number in <c>enum bpf_func_id</c> of the one that finds a value.</param>
/// <param name="delete">That of the one that removes it.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LocalStorageAttribute(int get, int delete) : Attribute
{
    /// <summary>The helper that finds a value.</summary>
    public int Get { get; } = get;

    /// <summary>The helper that removes a value.</summary>
    public int Delete { get; } = delete;

    /// <summary>How their names begin in the kernel: <c>bpf_task_storage</c>.</summary>
    public required string Name { get; init; }
}
