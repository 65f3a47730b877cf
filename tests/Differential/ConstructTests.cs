using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Every construct, on the CLR and in the kernel.</summary>
public class ConstructTests
{
    private const int MismatchesShown = 5;

    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructTests).Assembly).ToDictionary(construct => construct.Name);

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. Constructs.Keys];

    /// <summary>Their names, with each level of the instruction set.</summary>
    public static TheoryData<string, BpfIsa> NamesAndLevels => WithLevels(Constructs.Values);

    /// <summary>A construct that always faults, or that never stores anything, would prove nothing in the kernel.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Clr_ManyInputs_GivesDifferentOutcomes(string name)
    {
        var construct = ClrConstruct.Create(name);

        string[] outcomes = [.. ConstructInputs.For(construct.Fields, construct.ArgumentsSize).Select(input => construct.Run(input).Format(construct.Fields)).Distinct()];

        Assert.True(outcomes.Length > 1, $"{name} always answers {outcomes[0]}.");
    }

    /// <summary>The oracle: the same inputs, one after the other, give the same outcomes on both sides.</summary>
    [RequiresBpfTheory(Kernel = "5.14")]
    [MemberData(nameof(NamesAndLevels))]
    public void Kernel_ManyInputs_GivesTheOutcomesOfTheClr(string name, BpfIsa isa)
    {
        var clr = ClrConstruct.Create(name);
        using LoadedObject kernel = Load(Constructs[name], isa);
        var program = kernel.Program<SyscallProgram>("Run");

        string[] mismatches =
        [
            .. ConstructInputs.For(clr.Fields, clr.ArgumentsSize)
                .Select(input => ConstructOutcome.Compare(clr, program, input))
                .OfType<string>()
                .Take(MismatchesShown),
        ];

        Assert.True(mismatches.Length == 0, $"{name} answers otherwise in the kernel:\n{string.Join("\n", mismatches)}");
    }

    private static LoadedObject Load(Construct construct, BpfIsa isa) =>
        BpfSource.Load(construct.Source, construct.FileName, isa, BpfSource.TargetKernelOf(construct.Source));

    private static TheoryData<string, BpfIsa> WithLevels(IEnumerable<Construct> constructs)
    {
        var data = new TheoryData<string, BpfIsa>();
        foreach (Construct construct in constructs)
        {
            // A construct that needs a newer kernel than all others, or more than v1, says so.
            if (BpfSource.TargetKernelOf(construct.Source) > Environment.OSVersion.Version)
                continue;
            foreach (BpfIsa isa in Enum.GetValues<BpfIsa>().Where(isa => isa >= (BpfSource.IsaOf(construct.Source) ?? BpfIsa.V1)))
                data.Add(construct.Name, isa);
        }

        return data;
    }
}
