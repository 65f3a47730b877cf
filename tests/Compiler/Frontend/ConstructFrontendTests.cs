using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Every construct of the language becomes valid SSA.</summary>
public class ConstructFrontendTests
{
    public static TheoryData<string> Names => [.. Construct.All(typeof(ConstructFrontendTests).Assembly).Select(construct => construct.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compile_Construct_IsValid(string name)
    {
        Construct construct = Construct.All(typeof(ConstructFrontendTests).Assembly).First(construct => construct.Name == name);

        FrontendCompilation compilation = FrontendCompilation.Compile(construct.Source);

        Assert.Empty(compilation.Diagnostics);
    }
}
