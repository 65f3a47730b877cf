using System.Diagnostics;

namespace CsBpf.KernelTests.Support;

/// <summary>A process that does nothing, until it is disposed.</summary>
internal sealed class SleepingProcess : IDisposable
{
    private readonly Process _process = Process.Start("sleep", "120");

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
