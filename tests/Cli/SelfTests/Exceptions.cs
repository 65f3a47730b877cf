using System.Runtime.CompilerServices;

namespace CsBpf.Cli.Tests.SelfTests;

/// <summary>
/// The programs that libbpf and this loader may judge differently, from <c>tests/selftests/exceptions.txt</c>: lines of an object's name,
/// or an object's and a program's, below a line in brackets that says why.
/// </summary>
internal sealed class Exceptions
{
    private readonly Dictionary<string, string> _reasons = [];

    /// <summary>The entries: <c>file</c> or <c>file,program</c>.</summary>
    public IEnumerable<string> Entries => _reasons.Keys;

    /// <summary>Reads the list.</summary>
    public static Exceptions Read([CallerFilePath] string source = "")
    {
        var exceptions = new Exceptions();
        string? reason = null;
        foreach (string line in File.ReadLines(Path.Combine(Path.GetDirectoryName(source)!, "../../selftests/exceptions.txt")))
        {
            if (line is ['[', .. var text, ']'])
                reason = text;
            else if (line.Length != 0 && line[0] != '#')
                exceptions._reasons.Add(line, reason ?? throw new FormatException($"exceptions.txt: {line} is below no reason"));
        }

        return exceptions;
    }

    /// <summary>Why a program may be judged differently; null where it may not.</summary>
    public string? ReasonOf((string File, string Program) program) =>
        _reasons.GetValueOrDefault(program.File) ?? _reasons.GetValueOrDefault($"{program.File},{program.Program}");
}
