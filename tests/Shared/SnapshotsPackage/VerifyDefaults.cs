using System.Runtime.CompilerServices;
using VerifyTests;

namespace CsBpf.Testing;

/// <summary>Brings the real Verify to what the snapshot helper does: plain UTF-8, no diff tool, <c>CSBPF_ACCEPT=1</c> accepts.</summary>
internal static class VerifyDefaults
{
#pragma warning disable CA2255 // A test library's settings have to be in place before the first test.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize()
    {
        VerifierSettings.UseUtf8NoBom();
        DiffEngine.DiffRunner.Disabled = true;
        if (Environment.GetEnvironmentVariable("CSBPF_ACCEPT") == "1")
        {
            VerifierSettings.AutoVerify();
        }
    }
}
