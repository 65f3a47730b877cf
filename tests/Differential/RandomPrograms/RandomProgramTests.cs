using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>Random C# answers in the kernel what it answers on the CLR. <c>CSBPF_RANDOM_CLASSES</c> says how many classes, from which seed on <c>CSBPF_RANDOM_SEED</c>.</summary>
public class RandomProgramTests
{
    private const int Programs = 6;
    private const int Inputs = 60;
    private const int MismatchesShown = 3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Setting("CSBPF_RANDOM_SEED", 0), Setting("CSBPF_RANDOM_CLASSES", 24))];

    [RequiresBpfTheory(Kernel = "5.14")]
    [MemberData(nameof(Seeds))]
    public void Kernel_OnRandomPrograms_GivesTheOutcomesOfTheClr(int seed)
    {
        var isa = (BpfIsa)(1 + (seed % 4));
        string source = ProgramGenerator.Generate(seed, Programs, isa);
        Type type = CompiledClass.Load(source, "Random");
        using LoadedObject kernel = BpfSource.Load(source, $"Random{seed}.bpf.cs", isa);
        for (int i = 0; i < Programs; i++)
        {
            var clr = ClrConstruct.Create(type, $"Run{i}");
            var program = kernel.Program<SyscallProgram>($"Run{i}");

            string[] mismatches =
            [
                .. ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, Inputs, seed)
                    .Select(input => ConstructOutcome.Compare(clr, program, input))
                    .OfType<string>()
                    .Take(MismatchesShown),
            ];

            Assert.True(mismatches.Length == 0, $"Run{i} of seed {seed} answers otherwise in the kernel, {isa}:\n{string.Join("\n", mismatches)}\n\n{source}");
        }
    }

    /// <summary>Programs that fault at once would prove little.</summary>
    [Fact]
    public void Clr_OnRandomPrograms_MostlyGetsToTheEnd()
    {
        int[] results =
        [
            .. Enumerable.Range(0, 10).SelectMany(seed =>
            {
                Type type = CompiledClass.Load(ProgramGenerator.Generate(seed, Programs), "Random");
                return Enumerable.Range(0, Programs).Select(i => ClrConstruct.Create(type, $"Run{i}")).SelectMany(clr =>
                    ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, Inputs, seed).Select(input => clr.Run(input).Result));
            }),
        ];

        Assert.InRange(results.Count(result => result is not (>= -200 and < -100)) / (double)results.Length, 0.5, 1);
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
