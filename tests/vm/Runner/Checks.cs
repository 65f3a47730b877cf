namespace CsBpf.VmRunner;

/// <summary>Prints a line a check, in a form that the host reads from the console: <c>PASS what</c>, <c>FAIL what: why</c>.</summary>
internal sealed class Checks
{
    /// <summary>How many passed so far.</summary>
    public int Passed { get; private set; }

    /// <summary>How many failed so far.</summary>
    public int Failed { get; private set; }

    /// <summary>Checks that two values are equal.</summary>
    public void Equal<T>(string what, T expected, T actual) =>
        Report(what, EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"expected {expected}, got {actual}");

    /// <summary>Checks that the verifier takes an object; null where it does not.</summary>
    public LoadedObject? Load(byte[] objectBytes, string name)
    {
        string what = $"the verifier takes {name}";
        try
        {
            var loaded = LoadedObject.Load(BpfObjectSpec.Read(objectBytes, name));
            Report(what, null);
            return loaded;
        }
        catch (BpfException e)
        {
            Report(what, e.Message);
            return null;
        }
    }

    private void Report(string what, string? why)
    {
        if (why is null)
            Passed++;
        else
            Failed++;
        Console.WriteLine(why is null ? $"PASS {what}" : $"FAIL {what}: {why.ReplaceLineEndings(" ")}");
    }
}
