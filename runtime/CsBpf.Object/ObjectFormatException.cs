namespace CsBpf.Object;

/// <summary>The bytes of an object file, of BTF, or of a program are not what their format asks for.</summary>
/// <remarks>The one exception that reading untrusted bytes may raise.</remarks>
public sealed class ObjectFormatException : Exception
{
    /// <summary>Says what is wrong, and where.</summary>
    /// <param name="problem">What is wrong, as a short clause without a location.</param>
    /// <param name="offset">The offset of the offending bytes from the start of <paramref name="section"/>, in bytes.</param>
    /// <param name="section">The section, or the format when there is none (<c>ELF</c>, <c>.BTF</c>, <c>xdp</c>).</param>
    public ObjectFormatException(string problem, long offset, string section)
        : base($"{section}+0x{offset:x}: {problem}")
    {
        Problem = problem;
        Offset = offset;
        Section = section;
    }

    /// <summary>What is wrong, without the location.</summary>
    public string Problem { get; }

    /// <summary>The offset of the offending bytes from the start of <see cref="Section"/>, in bytes.</summary>
    public long Offset { get; }

    /// <summary>The section, or the format when the bytes belong to no section.</summary>
    public string Section { get; }
}
