namespace CsBpf.Differential.Tests;

/// <summary>What a run of a construct answered.</summary>
/// <param name="Result">What the program returned.</param>
/// <param name="Arguments">The bytes of its arguments afterwards.</param>
internal readonly record struct ConstructOutcome(int Result, byte[] Arguments)
{
    /// <summary>The outcome as text, padding left out: <c>1 { Left=3 Right=4 Sum=7 }</c>.</summary>
    public string Format(IReadOnlyList<ArgumentField> fields)
    {
        byte[] arguments = Arguments;
        return $"{Result} {{ {string.Join(' ', fields.Select(field => field.Format(arguments)))} }}";
    }

    /// <summary>Runs an input on both sides, and says how they differ; null where they don't.</summary>
    public static string? Compare(ClrConstruct clr, SyscallProgram program, byte[] input)
    {
        ConstructOutcome expected = clr.Run(input);
        byte[] arguments = [.. input];
        var actual = new ConstructOutcome(program.TestRun(context: arguments).ReturnValue, arguments);
        return actual.IsSame(expected, clr.Fields)
            ? null
            : $"input  {new ConstructOutcome(0, input).Format(clr.Fields)}\n"
                + $"CLR    {expected.Format(clr.Fields)}\n"
                + $"kernel {actual.Format(clr.Fields)}";
    }

    /// <summary>The same but for padding.</summary>
    private bool IsSame(ConstructOutcome other, IReadOnlyList<ArgumentField> fields)
    {
        byte[] arguments = Arguments;
        return Result == other.Result && fields.All(field => field.Read(arguments) == field.Read(other.Arguments));
    }
}
