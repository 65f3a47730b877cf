namespace CsBpf.Compiler.Tests.RandomIr;

/// <summary>The contexts that random programs are run on.</summary>
internal static class ProgramInput
{
    /// <summary>A context: of random bytes, of small numbers, or of those that the programs compare with, in turns.</summary>
    public static byte[] Next(Random random, int run)
    {
        byte[] input = new byte[IrGenerator.ContextSize];
        random.NextBytes(input);
        if (run % 3 == 0)
            MakeSmall(input);
        else if (run % 3 == 1)
            MakeInteresting(input, random);
        return input;
    }

    /// <summary>Small numbers of both signs find other mistakes than large ones.</summary>
    private static void MakeSmall(byte[] input)
    {
        for (int i = 0; i < input.Length; i += 8)
            input.AsSpan(i + 1, 7).Fill((byte)(input[i] > 127 ? 0xff : 0));
    }

    private static void MakeInteresting(byte[] input, Random random)
    {
        for (int i = 0; i < input.Length; i += 8)
        {
            BitConverter.TryWriteBytes(input.AsSpan(i), Pick());
            if (random.Next(2) == 0)
                BitConverter.TryWriteBytes(input.AsSpan(i + 4), (int)Pick());
        }

        long Pick() => IrGenerator.Interesting[random.Next(IrGenerator.Interesting.Length)];
    }
}
