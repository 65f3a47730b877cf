using System.Diagnostics;

namespace CsBpf.KernelTests.Support;

/// <summary>Waits for what the kernel does a little later: a program or link that nobody holds any more is freed by a worker.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asserts that <paramref name="condition"/> holds, now or within ten seconds.</summary>
    public static void True(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Timeout, $"not within {Timeout.TotalSeconds} s: {what}");
            Thread.Sleep(Pause);
        }
    }
}
