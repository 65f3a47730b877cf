namespace CsBpf.VmRunner;

/// <summary>Prints a line a check, in a form that the host reads from the console: <c>PASS what</c>, <c>FAIL what: why</c>.</summary>
internal sealed class Checks
{
    /// <summary>How many failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Checks that two values are equal.</summary>
    public void Equal<T>(string what, T expected, T actual) =>
        Report(what, EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"expected {expected}, got {actual}");

    /// <summary>Runs a step that may throw.</summary>
    public void Runs(string what, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e)
        {
            Report(what, e.Message);
            return;
        }

        Report(what, null);
    }

    private void Report(string what, string? why)
    {
        Failed += why is null ? 0 : 1;
        Console.WriteLine(why is null ? $"PASS {what}" : $"FAIL {what}: {why.ReplaceLineEndings(" ")}");
    }
}
