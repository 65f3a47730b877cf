using Xunit;
using Xunit.Abstractions;

namespace CsBpf.VmRunner;

/// <summary>Takes what xunit reports of a discovery or a run.</summary>
internal sealed class TestMessages : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    /// <summary>Set when the discovery or the run is over.</summary>
    public ManualResetEvent Finished { get; } = new(false);

    /// <summary>What was discovered.</summary>
    public List<ITestCase> TestCases { get; } = [];

    /// <summary>How many tests passed.</summary>
    public int Passed { get; private set; }

    /// <summary>How many tests failed, or could not be started or cleaned up.</summary>
    public int Failed { get; private set; }

    /// <summary>How many tests were skipped.</summary>
    public int Skipped { get; private set; }

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (TestCases)
        {
            Take(message);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Finished.Dispose();

    private void Take(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage { TestCase: var testCase }:
                TestCases.Add(testCase);
                break;
            case ITestPassed:
                Passed++;
                break;
            case ITestSkipped skipped:
                Skipped++;
                Console.WriteLine($"SKIP {skipped.Test.DisplayName}: {skipped.Reason}");
                break;
            case ITestFailed failed:
                Failed++;
                Console.WriteLine($"FAIL {failed.Test.DisplayName}: {string.Join('\n', failed.Messages)}\n{string.Join('\n', failed.StackTraces)}");
                break;
            case IErrorMessage error:
                Failed++;
                Console.WriteLine($"FAIL {string.Join('\n', error.Messages)}");
                break;
            case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                Finished.Set();
                break;
        }
    }
}
