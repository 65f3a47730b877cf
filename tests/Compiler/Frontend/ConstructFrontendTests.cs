using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Every construct of the language becomes valid SSA that means what the C# means.</summary>
public class ConstructFrontendTests
{
    // Their answers are those of the machine, not of the program.
    private const string HelperClass = "Bpf.";
    private const int Inputs = 60;

    // But of these.
    private static readonly string[] Interpreted = ["Bpf.Loop(", "Bpf.RcuRead(", "Bpf.DisablePreemption(", "Bpf.DisableInterrupts("];

    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructFrontendTests).Assembly).ToDictionary(construct => construct.Name);

    public static TheoryData<string> Names => [.. Constructs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Construct_AsSsa_AnswersAsTheClr(string name)
    {
        string source = Constructs[name].Source;
        string others = Interpreted.Aggregate(source, (text, call) => text.Replace(call, "", StringComparison.Ordinal));
        if (others.Contains(HelperClass, StringComparison.Ordinal))
            Assert.Empty(FrontendCompilation.Compile(source).Diagnostics);
        else
            ClrOracle.Check(source, Inputs);
    }
}
