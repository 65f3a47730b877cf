namespace CsBpf;

/// <summary>On a member of an enum that a program attribute takes: how the section of the program names this hook.</summary>
/// <param name="name">What stands for <c>{name}</c> in the section: <c>connect4</c>.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class HookNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The smallest result that the kernel takes of programs on this hook, where that of the program attribute is smaller.</summary>
    public int SmallestResult { get; init; }
}
