namespace CsBpf.Differential.Tests;

/// <summary>The arguments that a construct is run with: the same on every machine and in every run.</summary>
internal static class ConstructInputs
{
    private const int RandomInputs = 160;
    private const int Seed = 20_25;

    /// <summary>
    /// Every pair of interesting values for the first two fields, which are what a construct computes with; then mixtures of interesting and
    /// random values for all of them.
    /// </summary>
    /// <param name="fields">The fields of the arguments.</param>
    /// <param name="size">Of the arguments, in bytes.</param>
    public static IEnumerable<byte[]> For(IReadOnlyList<ArgumentField> fields, int size)
    {
        ArgumentField first = fields[0];
        ArgumentField second = fields.Count > 1 ? fields[1] : first;

        foreach (long left in first.InterestingValues)
        {
            foreach (long right in second.InterestingValues)
            {
                byte[] input = new byte[size];
                second.Write(input, right);
                first.Write(input, left);
                yield return input;
            }
        }

        foreach (byte[] input in Random(fields, size, RandomInputs, Seed))
            yield return input;
    }

    /// <summary>Mixtures of interesting and random values for all fields.</summary>
    /// <inheritdoc cref="For"/>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same gives the same.</param>
    public static IEnumerable<byte[]> Random(IReadOnlyList<ArgumentField> fields, int size, int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] input = new byte[size];
            foreach (ArgumentField field in fields)
                field.Write(input, Pick(field, random));
            yield return input;
        }
    }

    private static long Pick(ArgumentField field, Random random) => random.Next(3) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => random.Next(-20, 20),
        _ => field.InterestingValues[random.Next(field.InterestingValues.Count)],
    };
}
