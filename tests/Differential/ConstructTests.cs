using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Every construct, on the CLR and in the kernel.</summary>
public class ConstructTests
{
    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructTests).Assembly).ToDictionary(construct => construct.Name);

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. Constructs.Keys];

    /// <summary>A construct that always faults, or that never stores anything, would prove nothing in the kernel.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Clr_ManyInputs_GivesDifferentOutcomes(string name)
    {
        var construct = ClrConstruct.Create(name);

        string[] outcomes = [.. ConstructInputs.For(construct.Fields, construct.ArgumentsSize).Select(input => construct.Run(input).Format(construct.Fields)).Distinct()];

        Assert.True(outcomes.Length > 1, $"{name} always answers {outcomes[0]}.");
    }
}
