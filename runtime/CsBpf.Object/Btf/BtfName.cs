namespace CsBpf.Object.Btf;

/// <summary>The flavours of type names: <c>task_struct___old</c> is a variant of <c>task_struct</c> to CO-RE.</summary>
public static class BtfName
{
    private const int SeparatorLength = 3;

    /// <summary>The name without its flavour.</summary>
    public static string WithoutFlavor(string name)
    {
        for (int i = name.Length - SeparatorLength - 1; i > 0; i--)
        {
            if (name.AsSpan(i).StartsWith("___", StringComparison.Ordinal) && name[i - 1] != '_' && name[i + SeparatorLength] != '_')
                return name[..i];
        }

        return name;
    }

    /// <summary>The UTF-8 name without its flavour.</summary>
    public static ReadOnlySpan<byte> WithoutFlavor(ReadOnlySpan<byte> name)
    {
        for (int i = name.Length - SeparatorLength - 1; i > 0; i--)
        {
            if (name[i..].StartsWith("___"u8) && name[i - 1] != '_' && name[i + SeparatorLength] != '_')
                return name[..i];
        }

        return name;
    }
}
