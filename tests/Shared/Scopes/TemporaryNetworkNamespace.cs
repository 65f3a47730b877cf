using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CsBpf.Testing;

/// <summary>A network namespace of this test's own, with a loopback interface that is up; removed when disposed.</summary>
public sealed partial class TemporaryNetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private static int _count;

    /// <summary>Makes it.</summary>
    public TemporaryNetworkNamespace()
    {
        Command.Output("ip", "netns", "add", Name);
        Command.Output("ip", "-n", Name, "link", "set", "lo", "up");
    }

    /// <summary>Its name, for <c>ip netns</c>.</summary>
    public string Name { get; } = $"csbpf-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <summary>Its file.</summary>
    public string Path => $"/run/netns/{Name}";

    /// <summary>Runs <c>ip</c> there.</summary>
    public void Ip(params string[] arguments) => Command.Output("ip", ["-n", Name, .. arguments]);

    /// <summary>Does something in a thread that is there; sockets which it makes stay there.</summary>
    public void Run(Action action) => Run(() =>
    {
        action();
        return 0;
    });

    /// <inheritdoc cref="Run(Action)"/>
    public T Run<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? error = null;
        // The thread ends, and nobody else gets it.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path);
                if (SetNamespace((int)file.DangerousGetHandle(), NewNetwork) != 0)
                    throw new IOException($"setns({Path}): {Marshal.GetLastPInvokeErrorMessage()}");
                result = function();
            }
            catch (Exception exception)
            {
                error = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        error?.Throw();
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => Command.Run("ip", "netns", "delete", Name);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
