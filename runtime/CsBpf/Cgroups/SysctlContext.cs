using System.Runtime.InteropServices;
using System.Text;

namespace CsBpf;

/// <summary>What a program for <c>/proc/sys</c> is called with (<c>struct bpf_sysctl</c>).</summary>
[ProgramContext("bpf_sysctl")]
public sealed class SysctlContext
{
    /// <summary>1 where the process writes, 0 where it reads.</summary>
    [ContextField(0)]
    public uint IsWrite { get; init; }

    /// <summary>Where in the file, in bytes.</summary>
    [ContextField(4)]
    public uint Position { get; set; }

    /// <summary>On the CLR: the name, as <see cref="GetName"/> gives it.</summary>
    public string Name { get; init; } = "";

    /// <summary>On the CLR: what is in the file.</summary>
    public string CurrentValue { get; init; } = "";

    /// <summary>On the CLR: what is being written, which the program may change.</summary>
    public string NewValue { get; set; } = "";

    /// <summary>The name of the file below <c>/proc/sys</c>: <c>net/ipv4/ip_forward</c>.</summary>
    /// <param name="name">Takes the name and a zero byte; cut short where it does not fit.</param>
    /// <typeparam name="T">The type of the memory: a struct with an inline array of bytes.</typeparam>
    /// <returns>The length without the zero byte; less than 0 where it does not fit.</returns>
    [Helper(101, Name = "bpf_sysctl_get_name", Since = "5.2", HasSize = true, HasFlags = true)]
    public int GetName<T>(ref T name)
        where T : unmanaged => Copy(Name, ref name);

    /// <summary>What is in the file, or was before the process writes.</summary>
    /// <param name="value">Takes the text and a zero byte; cut short where it does not fit.</param>
    /// <typeparam name="T">The type of the memory: a struct with an inline array of bytes.</typeparam>
    /// <returns>The length without the zero byte; less than 0 where it does not fit, or there is none.</returns>
    [Helper(102, Name = "bpf_sysctl_get_current_value", Since = "5.2", HasSize = true)]
    public int GetCurrentValue<T>(ref T value)
        where T : unmanaged => Copy(CurrentValue, ref value);

    /// <summary>What the process writes.</summary>
    /// <param name="value">Takes the text and a zero byte; cut short where it does not fit.</param>
    /// <typeparam name="T">The type of the memory: a struct with an inline array of bytes.</typeparam>
    /// <returns>The length without the zero byte; less than 0 where it does not fit, or the process reads.</returns>
    [Helper(103, Name = "bpf_sysctl_get_new_value", Since = "5.2", HasSize = true)]
    public int GetNewValue<T>(ref T value)
        where T : unmanaged => IsWrite == 0 ? Copy(null, ref value) : Copy(NewValue, ref value);

    /// <summary>Has the kernel write something else than what the process does.</summary>
    /// <param name="value">The bytes, all of them: there are no zero bytes behind the text.</param>
    /// <typeparam name="T">The type of the memory: a struct with an inline array of bytes.</typeparam>
    /// <returns>False where the process reads.</returns>
    [Helper(104, Name = "bpf_sysctl_set_new_value", Since = "5.2", HasSize = true, ZeroIsTrue = true)]
    public bool SetNewValue<T>(in T value)
        where T : unmanaged
    {
        if (IsWrite == 0)
            return false;
        NewValue = Encoding.UTF8.GetString(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))).TrimEnd('\0');
        return true;
    }

    private static int Copy<T>(string? text, ref T target)
        where T : unmanaged
    {
        const int tooLong = -7, nothing = -22;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref target));
        bytes.Clear();
        if (text is null)
            return nothing;
        byte[] source = Encoding.UTF8.GetBytes(text);
        source.AsSpan(0, Math.Min(source.Length, bytes.Length - 1)).CopyTo(bytes);
        return source.Length < bytes.Length ? source.Length : tooLong;
    }
}
