using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CsBpf.VmRunner;

/// <summary>Runs the tests of an xunit assembly in this process, where there is no SDK and so no <c>dotnet test</c>.</summary>
internal sealed class TestAssemblyRun(string assemblyPath, string filter)
{
    private readonly Assembly _assembly = Assembly.LoadFrom(assemblyPath);

    /// <summary>Runs the tests whose names contain the filter, one after the other, and prints a line for each that fails or is skipped.</summary>
    /// <returns>How many failed.</returns>
    public int Run()
    {
        using var framework = new XunitTestFramework(new TestMessages());
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(_assembly));
        using var discovered = new TestMessages();
        var options = new TestOptions();
        discoverer.Find(includeSourceInformation: false, discovered, options);
        discovered.Finished.WaitOne();

        using ITestFrameworkExecutor executor = framework.GetExecutor(_assembly.GetName());
        using var results = new TestMessages();
        executor.RunTests(discovered.TestCases.Where(test => test.DisplayName.Contains(filter, StringComparison.Ordinal)), results, options);
        results.Finished.WaitOne();

        Console.WriteLine($"{_assembly.GetName().Name}: {results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped");
        return results.Failed;
    }
}
