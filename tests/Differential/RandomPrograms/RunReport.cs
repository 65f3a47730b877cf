using System.Diagnostics;
using System.Text;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>What became of the programs of a run.</summary>
internal sealed class RunReport
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly TimeSpan _processorTime = Environment.CpuUsage.TotalTime;
    private readonly List<(int Seed, Outcome Outcome)> _outcomes = [];

    /// <summary>How long it is running.</summary>
    public TimeSpan Elapsed => _time.Elapsed;

    /// <summary>What must not be.</summary>
    public IReadOnlyList<(int Seed, Outcome Outcome)> Failures => [.. _outcomes.Where(entry => entry.Outcome.IsFailure)];

    /// <summary>What must not be, the first of each kind before the others.</summary>
    public IEnumerable<(int Seed, Outcome Outcome)> FailuresByKind => Failures
        .GroupBy(entry => (entry.Outcome.Verdict, entry.Outcome.Reason))
        .SelectMany(kind => kind.Select((failure, rank) => (failure, rank)))
        .OrderBy(entry => entry.rank)
        .Select(entry => entry.failure);

    /// <summary>Adds the outcomes of a class; can be called from many threads.</summary>
    public void Add(int seed, IEnumerable<Outcome> outcomes)
    {
        lock (_outcomes)
            _outcomes.AddRange(outcomes.Select(outcome => (seed, outcome)));
    }

    /// <summary>How many programs ran without a difference, how many were skipped and why, and how fast.</summary>
    public override string ToString()
    {
        int agreed = _outcomes.Count(entry => entry.Outcome.Verdict == Verdict.Agrees);
        var text = new StringBuilder();
        text.Append($"{agreed} of {_outcomes.Count} programs gave the same on both sides, ");
        text.Append($"{_outcomes.Count / Elapsed.TotalMinutes:0} programs a minute, ");
        double milliseconds = (Environment.CpuUsage.TotalTime - _processorTime).TotalMilliseconds;
        text.Append($"{milliseconds / _outcomes.Count:0} ms of processors for each.");
        var groups = _outcomes.Where(entry => entry.Outcome.Verdict != Verdict.Agrees)
            .GroupBy(entry => (entry.Outcome.Verdict, entry.Outcome.Reason))
            .OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            (int seed, Outcome first) = group.First();
            text.Append($"\n  {group.Count()} {first.Verdict}: {first.Reason} (seed {seed}, {first.Program})\n    {first.Details}");
        }

        return text.ToString();
    }
}
