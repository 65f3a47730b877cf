namespace CsBpf.VmRunner;

/// <summary>The verifier takes the constructs of the compiler's tests.</summary>
internal static class ConstructChecks
{
    /// <summary>
    /// Loops whose end old verifiers don't see: they learn nothing where a number that they know is compared with one of which they know
    /// the range, nor from what is not 0.
    /// </summary>
    private static readonly string[] BoundedByRange =
    [
        "BasicLoops/ForDownwards", "BasicLoops/ForWithContinue", "BasicLoops/ForWithTwoVariables", "BasicLoops/LoopCarriedSwap",
        "BasicLoops/Nested", "BasicLoops/While", "Registers/ParallelCopies",
    ];

    private const string Extension = ".bpf.o";

    private static readonly Version RangesAreCompared = new(6, 8);

    /// <summary>Loads each object below a directory; those that load are one check, each that does not is one.</summary>
    public static void Run(string directory, Checks checks)
    {
        int loaded = 0;
        string[] paths =
        [
            .. Directory.GetFiles(directory, $"*{Extension}", SearchOption.AllDirectories)
                .Where(path => Environment.OSVersion.Version >= RangesAreCompared || !IsBoundedByRange(directory, path))
                .Order(StringComparer.Ordinal),
        ];
        foreach (string path in paths)
        {
            try
            {
                LoadedObject.Load(BpfObjectSpec.ReadFile(path)).Dispose();
                loaded++;
            }
            catch (BpfException e)
            {
                checks.Equal($"the verifier takes {Path.GetRelativePath(directory, path)}", "", e.Message);
            }
        }

        checks.Equal($"the verifier takes {loaded} constructs", paths.Length, loaded);
    }

    private static bool IsBoundedByRange(string directory, string path) =>
        BoundedByRange.Contains(Path.GetRelativePath(directory, path)[..^Extension.Length]);
}
