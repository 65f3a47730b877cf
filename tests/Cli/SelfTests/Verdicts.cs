using System.Text.Json;

namespace CsBpf.Cli.Tests.SelfTests;

/// <summary>Whether the verifier takes the programs of objects, by file and program.</summary>
internal sealed class Verdicts
{
    private readonly SortedDictionary<(string File, string Program), bool> _taken = [];

    /// <summary>The programs that were judged.</summary>
    public IEnumerable<(string File, string Program)> Programs => _taken.Keys;

    /// <summary>The objects of which at least one program is taken.</summary>
    public HashSet<string> Loaded => [.. _taken.Where(entry => entry.Value).Select(entry => entry.Key.File)];

    /// <summary>Reads what <c>csbpf verify --json</c> prints of several objects.</summary>
    public static Verdicts Parse(string json)
    {
        var verdicts = new Verdicts();
        foreach (var report in JsonDocument.Parse(json).RootElement.EnumerateArray())
        {
            foreach (var program in report.GetProperty("programs").EnumerateArray())
                verdicts.Add(Text(report, "object"), Text(program, "name"), Text(program, "verdict") == "success");
        }

        return verdicts;

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
    }

    /// <summary>Adds a verdict; of programs of one name, which some objects have, the worst counts.</summary>
    public void Add(string file, string program, bool isTaken) =>
        _taken[(file, program)] = isTaken && _taken.GetValueOrDefault((file, program), true);

    /// <summary>Whether a program is taken: not where its object cannot even be opened.</summary>
    public bool IsTaken((string File, string Program) program) => _taken.GetValueOrDefault(program);
}
