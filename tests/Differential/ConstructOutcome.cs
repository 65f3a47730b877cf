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
        string expected = clr.Run(input).Format(clr.Fields);
        byte[] arguments = [.. input];
        int result = program.TestRun(context: arguments).ReturnValue;
        string actual = new ConstructOutcome(result, arguments).Format(clr.Fields);

        return actual == expected ? null : $"input  {new ConstructOutcome(0, input).Format(clr.Fields)}\nCLR    {expected}\nkernel {actual}";
    }
}
