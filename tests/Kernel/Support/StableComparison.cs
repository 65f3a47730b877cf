namespace CsBpf.KernelTests.Support;

/// <summary>
/// Compares a view of the whole kernel with another source of the same truth, while others go on making and dropping objects: what stands
/// in the truth before and after the reading has to be in the view.
/// </summary>
internal static class StableComparison
{
    /// <summary>Asserts that the view has every line of the truth.</summary>
    /// <param name="readTruth">The lines that the kernel tells elsewhere.</param>
    /// <param name="readView">The lines of the view.</param>
    /// <returns>The lines that were compared.</returns>
    public static string[] AssertContainsTruth(Func<IEnumerable<string>> readTruth, Func<IEnumerable<string>> readView)
    {
        string[] before = [.. readTruth()];
        var view = readView().ToHashSet();
        string[] steady = [.. before.Intersect(readTruth())];

        Assert.NotEmpty(steady);
        Assert.Empty(steady.Except(view));
        return steady;
    }
}
