namespace CsBpf.Testing;

/// <summary>Fails a test that leaves BPF file descriptors open: those of this process at the end have to be those of the start.</summary>
/// <remarks>Only in a collection that runs alone: it sees the descriptors of every test of the process.</remarks>
public sealed class DescriptorCheck : IDisposable
{
    private readonly int _before = Count();

    /// <inheritdoc/>
    public void Dispose()
    {
        int leaked = Count() - _before;
        if (leaked > 0)
        {
            throw new InvalidOperationException($"{leaked} BPF file descriptors were left open.");
        }
    }

    private static int Count() => Directory.EnumerateFiles("/proc/self/fd").Count(IsBpf);

    private static bool IsBpf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("anon_inode:bpf", StringComparison.Ordinal) == true;
        }
        catch (FileNotFoundException)
        {
            return false; // Another thread closed it meanwhile, so that it is none that a test left open.
        }
    }
}
