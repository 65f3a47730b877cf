#:property PublishAot=false

// The counts of a `dotnet test --logger trx` over many projects: what failed, what was skipped and why, and one closing line.
// Usage: dotnet run .ci/TestSummary.cs DIRECTORY

using System.Xml.Linq;

XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

var results = Directory.EnumerateFiles(args[0], "*.trx", SearchOption.AllDirectories)
    .SelectMany(path => XDocument.Load(path).Descendants(ns + "UnitTestResult"))
    .Select(result => (
        Name: (string)result.Attribute("testName")!,
        Outcome: (string)result.Attribute("outcome")!,
        Message: result.Descendants(ns + "Message").Concat(result.Descendants(ns + "StdOut")).FirstOrDefault()?.Value.Trim() ?? "no reason given"))
    .ToLookup(result => result.Outcome);

foreach (var reason in results["NotExecuted"].GroupBy(result => result.Message).OrderByDescending(group => group.Count()))
{
    Console.WriteLine($"skipped {reason.Count()}: {reason.Key}");
    Console.WriteLine($"    {string.Join("\n    ", reason.Select(result => result.Name).Order())}");
}

foreach (var (name, _, message) in results["Failed"])
{
    Console.WriteLine($"failed {name}: {message}");
}

Console.WriteLine($"{results["Passed"].Count()} passed, {results["Failed"].Count()} failed, {results["NotExecuted"].Count()} skipped");
return results["Failed"].Any() || !results["Passed"].Any() ? 1 : 0;
