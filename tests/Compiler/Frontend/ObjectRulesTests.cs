using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Several objects in one project.</summary>
public class ObjectRulesTests
{
    [Fact]
    public void Objects_OfOneName_WouldBeOneFile()
    {
        BpfCompilation compilation = BpfSource.Compile(
            """
            namespace A { [CsBpf.BpfObject] public partial class Views { [CsBpf.Syscall] int Run() => 1; } }
            namespace B { [CsBpf.BpfObject] public partial class Views { [CsBpf.Syscall] int Run() => 2; } }
            """);

        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal("CSBPF0509", diagnostic.Id);
        Assert.Equal(1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("'Views', in 'A'", diagnostic.GetMessage());
    }

    [Fact]
    public void Errors_OfOneObject_HideNoneOfTheOther()
    {
        BpfCompilation compilation = BpfSource.Compile(
            """
            [CsBpf.BpfObject] public partial class First { [CsBpf.Syscall] int Run() => (int)0.5f; }
            [CsBpf.BpfObject] public partial class Second { [CsBpf.Syscall] int Run() { float half = 0.5f; return (int)half; } }
            [CsBpf.BpfObject] public partial class Third { [CsBpf.Syscall] int Run() { float half = 0.5f; return (int)half; } }
            """);

        Assert.Equal(
            [1, 2],
            compilation.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line).Distinct());
        Assert.Equal("First", Assert.Single(compilation.Objects).Name);
    }
}
