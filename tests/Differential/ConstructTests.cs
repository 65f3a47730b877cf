using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Every construct, on the CLR and in the kernel.</summary>
public class ConstructTests
{
    private const int MismatchesShown = 5;

    /// <summary>
    /// Constructs that the verifier refuses as long as locals and references to the context live in memory: it loses the ranges of what is spilled
    /// there (endless loops), and does not follow a changed pointer to the context.
    /// </summary>
    private static readonly string[] Pending =
    [
        "Arithmetic.Int32Division", "Branches.ShortCircuitOr", "Faults.DivisionByZero", "Faults.OnFault",
        "BasicLoops.DoWhile", "BasicLoops.For", "BasicLoops.ForDownwards", "BasicLoops.ForWithContinue", "BasicLoops.ForWithTwoVariables",
        "BasicLoops.LoopCarriedSwap", "BasicLoops.LoopWithEarlyReturn", "BasicLoops.Nested", "BasicLoops.NestedWithGoto", "BasicLoops.While",
        "BasicLoops.WhileTrue", "BasicLoops.WhileWithBreak", "Branches.Goto", "Branches.TernaryRef", "Calls.CallInLoop",
        "Calls.LargeMethodCalledTwice", "Calls.RefParameter", "Faults.InCalledMethod", "Maps.LoopOverArray", "Registers.ParallelCopies",
        "Structs.Methods", "Structs.RefLocal", "Switches.SwitchInLoop",
    ];

    private static readonly IReadOnlyDictionary<string, Construct> Constructs =
        Construct.All(typeof(ConstructTests).Assembly).ToDictionary(construct => construct.Name);

    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. Constructs.Keys];

    /// <summary>Their names, with each level of the instruction set.</summary>
    public static TheoryData<string, BpfIsa> NamesAndLevels => WithLevels(Constructs.Keys.Except(Pending));

    /// <summary>Those that wait for another room, with each level of the instruction set.</summary>
    public static TheoryData<string, BpfIsa> PendingNamesAndLevels => WithLevels(Pending);

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
        using LoadedObject kernel = BpfSource.Load(Constructs[name].Source, Constructs[name].FileName, isa);
        var program = kernel.Program<SyscallProgram>("Run");

        string[] mismatches =
        [
            .. ConstructInputs.For(clr.Fields, clr.ArgumentsSize)
                .Select(input => Compare(clr, program, input))
                .OfType<string>()
                .Take(MismatchesShown),
        ];

        Assert.True(mismatches.Length == 0, $"{name} answers otherwise in the kernel:\n{string.Join("\n", mismatches)}");
    }

    [RequiresBpfTheory(Kernel = "5.14", Skip = "Optimization: locals and references have to be promoted from memory to registers")]
    [MemberData(nameof(PendingNamesAndLevels))]
    public void Kernel_PendingConstruct_GivesTheOutcomesOfTheClr(string name, BpfIsa isa) => Kernel_ManyInputs_GivesTheOutcomesOfTheClr(name, isa);

    private static TheoryData<string, BpfIsa> WithLevels(IEnumerable<string> names)
    {
        var data = new TheoryData<string, BpfIsa>();
        foreach (string name in names)
        {
            foreach (BpfIsa isa in Enum.GetValues<BpfIsa>())
                data.Add(name, isa);
        }

        return data;
    }

    private static string? Compare(ClrConstruct clr, SyscallProgram program, byte[] input)
    {
        string expected = clr.Run(input).Format(clr.Fields);
        byte[] arguments = [.. input];
        int result = program.TestRun(context: arguments).ReturnValue;
        string actual = new ConstructOutcome(result, arguments).Format(clr.Fields);

        return actual == expected ? null : $"input  {new ConstructOutcome(0, input).Format(clr.Fields)}\nCLR    {expected}\nkernel {actual}";
    }
}
