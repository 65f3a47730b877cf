using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Ir;

/// <summary>The words of the text form, for <see cref="IrPrinter"/> and <see cref="IrParser"/>.</summary>
internal static class IrSyntax
{
    /// <summary>Goes before the extent of the array that an address is moved in.</summary>
    public const string Within = "within";

    /// <summary>Goes behind the bounds of a packet that are in eight bytes each.</summary>
    public const string Wide = "wide";

    public static readonly WordTable<IrType> Types = new(
        (IrType.Void, "void"), (IrType.Bool, "bool"), (IrType.I32, "i32"), (IrType.I64, "i64"), (IrType.Pointer, "ptr"), (IrType.KernelPointer, "kptr"));

    public static readonly WordTable<(MemorySize Size, bool IsSigned)> Widths = new(
        ((MemorySize.Byte, false), "u8"), ((MemorySize.Byte, true), "s8"),
        ((MemorySize.Half, false), "u16"), ((MemorySize.Half, true), "s16"),
        ((MemorySize.Word, false), "u32"), ((MemorySize.Word, true), "s32"),
        ((MemorySize.DoubleWord, false), "u64"), ((MemorySize.DoubleWord, true), "s64"));

    public static readonly WordTable<MemorySize> Alignments = new((MemorySize.Byte, "align1"), (MemorySize.Half, "align2"), (MemorySize.Word, "align4"));

    public static readonly WordTable<AtomicOperation> Atomics = new(
        (AtomicOperation.Add, "add"), (AtomicOperation.And, "and"), (AtomicOperation.Or, "or"), (AtomicOperation.Xor, "xor"),
        (AtomicOperation.Exchange, "xchg"), (AtomicOperation.CompareExchange, "cmpxchg"));

    public static readonly WordTable<HelperEffects> Effects = new(
        (HelperEffects.None, "none"), (HelperEffects.ReadsArguments, "reads"), (HelperEffects.WritesArguments, "writes"), (HelperEffects.Any, "any"),
        (HelperEffects.MovesPacket, "moves"));

    public static readonly WordTable<GlobalSection> Sections = new(
        (GlobalSection.ReadOnlyData, ".rodata"), (GlobalSection.Data, ".data"), (GlobalSection.ZeroedData, ".bss"), (GlobalSection.Kernel, ".kernel"));

    public static readonly WordTable<TerminatorKind> Terminators = new(
        (TerminatorKind.Jump, "jump"), (TerminatorKind.Branch, "branch"), (TerminatorKind.Return, "return"), (TerminatorKind.Fault, "fault"),
        (TerminatorKind.Unreachable, "unreachable"));

    public static readonly WordTable<Opcode> Opcodes = new([.. Enum.GetValues<Opcode>().Select(opcode => (opcode, opcode.Info().Name))]);

    /// <summary>A name as it stands, or in quotes where it is more than a word.</summary>
    public static string Name(string name) => name.Length > 0 && name.All(IsWordCharacter) && !IsNumber(name[0]) ? name : Quote(name);

    /// <summary>A text in quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (character is < ' ' or (>= '\x7f' and <= '\xff'))
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '$';

    public static bool IsNumber(char character) => char.IsAsciiDigit(character) || character == '-';
}

/// <summary>A set of things and their words, both ways.</summary>
internal sealed class WordTable<T>(params (T Thing, string Word)[] entries)
    where T : notnull
{
    private readonly FrozenDictionary<T, string> _words = entries.ToFrozenDictionary(entry => entry.Thing, entry => entry.Word);
    private readonly FrozenDictionary<string, T> _things = entries.ToFrozenDictionary(entry => entry.Word, entry => entry.Thing);

    public string this[T thing] => _words[thing];

    public bool TryFind(string word, out T thing) => _things.TryGetValue(word, out thing!);
}
