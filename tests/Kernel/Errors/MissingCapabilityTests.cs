using CsBpf.KernelTests.Support;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Errors;

/// <summary>Without root, one line says what is missing.</summary>
public sealed class MissingCapabilityTests
{
    private const string Missing = "(EPERM); the process lacks CAP_BPF and CAP_PERFMON: run it as root, or give them to it ";

    [RequiresBpfFact("setpriv", Kernel = "6.1")]
    public void CgroupViews_AsNobody_SaysWhatIsMissingAndHowToGoOn()
    {
        var run = BuiltProgram.CgroupViews.RunAsNobody();

        AssertFails(run, "Could not create the map Reads: ");
        Assert.Contains("\nBPF needs root: sudo dotnet run --project samples/CgroupViews\n", run.Error);
        Assert.Contains("-- --simulate\n", run.Error);
    }

    [RequiresBpfFact("setpriv", Kernel = "6.1")]
    public void BpffsDebug_AsNobody_SaysWhatIsMissingAndLeavesNothing()
    {
        const string directory = BpfFileSystem.DefaultPath + "/csbpf";
        bool stood = Directory.Exists(directory);

        var run = BuiltProgram.BpffsDebug.RunAsNobody();

        AssertFails(run, "Could not create the map .rodata: ");
        Assert.EndsWith("\nBPF needs root: sudo dotnet run --project samples/BpffsDebug\n", run.Error);
        Assert.Equal(stood, Directory.Exists(directory));
    }

    private static void AssertFails(CommandResult run, string what)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        string line = run.Error.Split('\n')[0];
        Assert.StartsWith(what, line);
        Assert.Contains(Missing, line);
        Assert.DoesNotContain("   at ", run.Error);
    }
}
