namespace CsBpf;

/// <summary>A variable that stands for a value of the kernel's configuration.</summary>
/// <param name="Name">The name: <c>CONFIG_HZ</c>, <c>LINUX_KERNEL_VERSION</c>.</param>
/// <param name="Offset">Its place in its section, in bytes.</param>
/// <param name="Size">Its size, in bytes.</param>
/// <param name="Shape">What it can hold.</param>
/// <param name="IsWeak">Whether it is 0 where the kernel's configuration does not have it.</param>
internal sealed record ConfigurationVariable(string Name, uint Offset, uint Size, ConfigurationShape Shape, bool IsWeak);

/// <summary>What a configuration variable can hold.</summary>
internal enum ConfigurationShape
{
    /// <summary><c>bool</c>: y or n.</summary>
    Boolean,

    /// <summary><c>enum libbpf_tristate</c>: y, n or m.</summary>
    Tristate,

    /// <summary><c>char</c>: the character y, n or m, or a number.</summary>
    Character,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An array of <c>char</c>.</summary>
    Text,
}
