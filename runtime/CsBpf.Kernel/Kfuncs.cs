namespace CsBpf.Kernel;

/// <summary>
/// Functions that the kernel exports to BPF programs. Unlike helpers they may come and go with the kernel: ask
/// <see cref="Core.KfuncExists"/>.
/// </summary>
public static class Kfuncs
{
    // The largest NR_CPUS that x86 and arm64 kernels are built with.
    private const int MaxProcessors = 8192;

    /// <summary>
    /// The number of entries in a map (Linux 6.6); 0 for kinds that do not count them, such as arrays. On the CLR the sum of the map's
    /// <see cref="bpf_map.elem_count"/>, which is a count for each processor: <c>new Map { elem_count = new(3) }</c>.
    /// </summary>
    /// <param name="map">The map.</param>
    [Kfunc("bpf_map_sum_elem_count", Since = "6.6")]
    public static long MapSumElemCount(Map map)
    {
        ArgumentNullException.ThrowIfNull(map);
        long sum = 0;
        for (int cpu = 0; cpu < MaxProcessors; cpu++)
            sum += map.elem_count[cpu];
        return sum;
    }
}
