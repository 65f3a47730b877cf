using System.Globalization;
using System.Text.RegularExpressions;

namespace CsBpf;

/// <summary>The verifier's log, with what can be learnt from it.</summary>
internal sealed partial class VerifierLog
{
    private VerifierLog(string text)
    {
        Text = text;
    }

    /// <summary>The whole log.</summary>
    public string Text { get; }

    /// <summary>What the verifier says is wrong: the lines after the last instruction, as one.</summary>
    public string Message { get; private init; } = "";

    /// <summary>True where the verifier went round and round, and gave up.</summary>
    public bool IsAboutLoop => LoopMessage().IsMatch(Message);

    /// <summary>The slot of the last instruction that the verifier looked at; null where it got to none.</summary>
    public int? Instruction { get; private init; }

    /// <summary>The source line that the log names last.</summary>
    public SourceLocation? Source { get; private init; }

    /// <summary>The figures; null where the log has none.</summary>
    public VerifierStatistics? Statistics { get; private init; }

    /// <summary>Reads a log.</summary>
    public static VerifierLog Parse(string text)
    {
        var message = new List<string>();
        int? instruction = null;
        SourceLocation? source = null;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (InstructionLine().Match(line) is { Success: true } found)
            {
                instruction = Number(found, "slot");
                message.Clear();
                if (GivenUpInLine().Match(line) is { Success: true } givenUp)
                    message.Add(givenUp.Value);
            }
            else if (SourceLine().Match(line) is { Success: true } place)
            {
                source = new SourceLocation(
                    place.Groups["file"].Value, Number(place, "line"), Column: 0, place.Groups["text"].Value.Trim());
                message.Clear();
            }
            else if (!IsState(line) && !IsFigure(line))
            {
                message.Add(line.Trim());
            }
        }

        string joined = string.Join("; ", message.TakeLast(MaxMessageLines)).TrimEnd('.');
        return new VerifierLog(text)
        {
            Message = joined,
            Instruction = SlotInMessage().Match(joined) is { Success: true } named && instruction is null
                ? Number(named, "slot")
                : instruction,
            Source = source,
            Statistics = ReadStatistics(text),
        };
    }

    /// <summary>The message of a refusal is a line or two; what is before it belongs to the walk.</summary>
    private const int MaxMessageLines = 3;

    private static VerifierStatistics? ReadStatistics(string text)
    {
        if (ProcessedLine().Match(text) is not { Success: true } figures)
            return null;
        var time = TimeLine().Match(text);
        return new VerifierStatistics(
            Number(figures, "processed"), Number(figures, "total"), Number(figures, "peak"), StackLine().Match(text).Groups["depth"].Value,
            time.Success ? TimeSpan.FromMicroseconds(Number(time, "time")) : null);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static bool IsState(string line) => StateLine().IsMatch(line);

    private static bool IsFigure(string line) =>
        line.StartsWith("processed ", StringComparison.Ordinal) || line.StartsWith("verification time ", StringComparison.Ordinal) ||
        line.StartsWith("stack depth ", StringComparison.Ordinal);

    /// <summary><c>12: (85) call bpf_map_lookup_elem#1</c>.</summary>
    [GeneratedRegex(@"^(?<slot>\d+): \([0-9a-f]{2}\) ")]
    private static partial Regex InstructionLine();

    /// <summary><c>; long *value = find(key); @ counter.bpf.c:12</c>; the place is there from Linux 6.9.</summary>
    [GeneratedRegex(@"^; (?<text>.*) @ (?<file>[^@]+):(?<line>\d+)$")]
    private static partial Regex SourceLine();

    /// <summary>
    /// Registers (<c>12: R0=scalar()</c>, <c>from 3 to 7: R0=…</c>), functions being checked, source lines without a place.
    /// </summary>
    [GeneratedRegex(
        @"^\s|^-- BEGIN|^\d+: *R\d|^(\d+: )?(R\d+(_\w+)?=|frame\d+:|from \d+ to \d+|safe$|; |func#\d+ @|Func#\d+ |Validating |" +
        @"mark_precise|last_idx|regs=|parent |returning from callee|caller:|to caller at|propagating |Live regs)")]
    private static partial Regex StateLine();

    /// <summary>The kernel writes this behind the last instruction, in its line.</summary>
    [GeneratedRegex(@"BPF program is too large\. .*$")]
    private static partial Regex GivenUpInLine();

    [GeneratedRegex("^BPF program is too large|jumps is too complex|infinite loop detected|^back-edge")]
    private static partial Regex LoopMessage();

    [GeneratedRegex(@"\binsn (?<slot>\d+)")]
    private static partial Regex SlotInMessage();

    [GeneratedRegex(@"^processed (?<processed>\d+) insns .* total_states (?<total>\d+) peak_states (?<peak>\d+)", RegexOptions.Multiline)]
    private static partial Regex ProcessedLine();

    [GeneratedRegex(@"^stack depth (?<depth>[\d+]+)", RegexOptions.Multiline)]
    private static partial Regex StackLine();

    [GeneratedRegex(@"^verification time (?<time>\d+) usec", RegexOptions.Multiline)]
    private static partial Regex TimeLine();
}
