namespace CsBpf.VmRunner;

/// <summary>The verifier takes the constructs of the compiler's tests.</summary>
internal static class ConstructChecks
{
    private const string Extension = ".bpf.o";

    /// <summary>Loads each object below a directory; those that load are one check, each that does not is one.</summary>
    public static void Run(string directory, Checks checks)
    {
        int loaded = 0;
        string[] paths =
        [
            .. Directory.GetFiles(directory, $"*{Extension}", SearchOption.AllDirectories)
                .Where(IsForThisKernel).Order(StringComparer.Ordinal),
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

    /// <summary>Those that need a newer kernel than the others stand in a directory with its number.</summary>
    private static bool IsForThisKernel(string path) =>
        !Version.TryParse(Path.GetFileName(Path.GetDirectoryName(path)), out Version? needed) || needed <= Environment.OSVersion.Version;
}
