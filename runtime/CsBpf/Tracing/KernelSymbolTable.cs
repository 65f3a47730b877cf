using System.Globalization;

namespace CsBpf;

/// <summary>The names of the kernel's functions by their addresses, as <c>/proc/kallsyms</c> has them: of what is in a stack, for instance.</summary>
/// <remarks>Who lacks CAP_SYSLOG is told no addresses (<c>kernel.kptr_restrict</c>): then nothing is found.</remarks>
public sealed class KernelSymbolTable
{
    private static readonly Lazy<KernelSymbolTable> Current = new(() => Parse(File.ReadLines("/proc/kallsyms")));

    private readonly ulong[] _addresses;
    private readonly string[] _names;

    private KernelSymbolTable(ulong[] addresses, string[] names)
    {
        _addresses = addresses;
        _names = names;
    }

    /// <summary>The functions of the running kernel, and of the modules that it has when this is first used.</summary>
    public static KernelSymbolTable Running => Current.Value;

    /// <summary>The function that an address is in.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The function; null where the address is before all that are known.</returns>
    public KernelSymbol? Find(ulong address)
    {
        int index = Array.BinarySearch(_addresses, address);
        if (index < 0)
            index = ~index - 1;
        return index < 0 ? null : new KernelSymbol(_names[index], (long)(address - _addresses[index]));
    }

    internal static KernelSymbolTable Parse(IEnumerable<string> lines)
    {
        var symbols = new List<(ulong Address, string Name)>();
        foreach (string line in lines)
        {
            // 'ffffffff81000000 T _stext', and the module behind it.
            if (line.Split([' ', '\t'], 4) is [var address, "T" or "t" or "W" or "w", var name, ..]
                && ulong.TryParse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong number) && number != 0)
                symbols.Add((number, name));
        }

        // Of several names of one place the first.
        (ulong Address, string Name)[] ordered = [.. symbols.DistinctBy(symbol => symbol.Address).OrderBy(symbol => symbol.Address)];
        return new KernelSymbolTable(Array.ConvertAll(ordered, symbol => symbol.Address), Array.ConvertAll(ordered, symbol => symbol.Name));
    }
}

/// <summary>A place in a function of the kernel.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Offset">The distance from where it begins, in bytes.</param>
public readonly record struct KernelSymbol(string Name, long Offset)
{
    /// <summary><c>do_syscall_64+0x82</c>.</summary>
    public override string ToString() => $"{Name}+0x{Offset:x}";
}
