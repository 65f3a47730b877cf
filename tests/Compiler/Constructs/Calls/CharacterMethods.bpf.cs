namespace CsBpf.Constructs.Calls;

/// <summary>Questions about ASCII characters and the parity and sign of integers.</summary>
[BpfObject]
public partial class CharacterMethods
{
    public struct Args
    {
        public char Character;
        public int A;
        public long Wide;
        public int Answers;
        public int Counts;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        args.Answers = Ask((char)(args.Character & 0x7f)) << 8 | Ask(args.Character);
        int count = 0;
        foreach (byte letter in "GET /Index.html HTTP/1.1"u8)
            count += char.IsAsciiLetterUpper((char)letter) ? 100 : char.IsAsciiLetterOrDigit((char)letter) ? 1 : 0;
        args.Counts = count + (int.IsEvenInteger(args.A) ? 1 : 0) + (long.IsOddInteger(args.Wide) ? 2 : 0)
            + (int.IsNegative(args.A) ? 4 : 0) + (long.IsPositive(args.Wide) ? 8 : 0);
        return 1;
    }

    private static int Ask(char character) => (char.IsAscii(character) ? 1 : 0) | (char.IsAsciiDigit(character) ? 2 : 0) | (char.IsAsciiLetter(character) ? 4 : 0)
        | (char.IsAsciiLetterLower(character) ? 8 : 0) | (char.IsAsciiLetterUpper(character) ? 16 : 0) | (char.IsAsciiHexDigit(character) ? 32 : 0);
}
