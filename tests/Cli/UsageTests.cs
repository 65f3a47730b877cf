namespace CsBpf.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData]
    [InlineData("frobnicate")]
    [InlineData("inspect")]
    [InlineData("inspect", "x.o", "--frobnicate")]
    public void Run_WithArgumentsThatAreNotUnderstood_SaysWhichAndWhereHelpIs(params string[] arguments)
    {
        var run = ToolRun.Of(arguments);

        Assert.Equal(CommandLine.Usage, run.ExitCode);
        Assert.Matches(@"^csbpf: .+\nTry 'csbpf( \w+)? --help'\.\n$", run.Errors);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("inspect", "--help")]
    public void Run_AskedForHelp_PrintsIt(params string[] arguments)
    {
        var run = ToolRun.Of(arguments);

        Assert.Equal(CommandLine.Success, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
    }
}
