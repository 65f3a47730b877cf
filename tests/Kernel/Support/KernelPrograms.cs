namespace CsBpf.KernelTests.Support;

/// <summary>Which programs the kernel holds.</summary>
internal static class KernelPrograms
{
    private const int NoSuchEntry = 2;

    /// <summary>Asserts that the kernel has let go of a program.</summary>
    /// <param name="id">The kernel's number of the program.</param>
    public static void AssertGone(uint id) => Eventually.True(() => !Exists(id), $"the kernel lets go of the program {id}");

    private static bool Exists(uint id)
    {
        try
        {
            using var program = LoadedProgram.FromId(id);
            return true;
        }
        catch (BpfException exception) when (exception.Errno == NoSuchEntry)
        {
            return false;
        }
    }
}
