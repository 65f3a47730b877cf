using System.Reflection;
using Xunit.Sdk;

namespace VerifyXunit;

/// <summary>Tells <see cref="Verifier"/> which test is running; the test projects carry it on the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Local = new();

    internal static MethodInfo CurrentTest =>
        Local.Value ?? throw new InvalidOperationException("Verify was called outside a test: no test method is known to name the file after.");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest) => Local.Value = methodUnderTest;

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Local.Value = null;
}
