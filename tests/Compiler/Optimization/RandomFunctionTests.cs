using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization;
using CsBpf.Compiler.Tests.Harness;
using CsBpf.Compiler.Tests.RandomIr;

namespace CsBpf.Compiler.Tests.Optimization;

/// <summary>Random functions mean after all passes what they meant before.</summary>
public class RandomFunctionTests
{
    private const int Programs = 25;
    private const int Runs = 8;

    public static TheoryData<int, int> Cases()
    {
        var cases = new TheoryData<int, int>();
        foreach (int size in (int[])[10, 40, 120])
        {
            for (int seed = 0; seed < 16; seed++)
                cases.Add(size, seed);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RandomFunctions_AfterAllPasses_MeanTheSame(int size, int seed)
    {
        BpfModule meaning = IrGenerator.Generate(seed, Programs, size);
        BpfModule module = IrGenerator.Generate(seed, Programs, size);
        string last = "";

        Optimizer.Run(module, (pass, _) => last = pass);

        IrValidator.Validate(module);
        var random = new Random(seed);
        foreach (Function program in module.Functions.Where(function => function.Program is not null))
        {
            Function original = meaning.Functions.Single(function => function.Name == program.Name);
            for (int run = 0; run < Runs; run++)
            {
                byte[] input = ProgramInput.Next(random, run);
                byte[] expected = [.. input];
                byte[] actual = [.. input];
                long meant = IrInterpreter.Run(original, expected);
                long result = IrInterpreter.Run(program, actual);
                Assert.True(
                    meant == result && expected.AsSpan().SequenceEqual(actual),
                    $"returned {result}, not {meant}, on {Convert.ToHexString(input)}\n{Convert.ToHexString(expected)}\n{Convert.ToHexString(actual)}\n"
                    + $"{IrPrinter.Print(original)}\n{IrPrinter.Print(program)}");
            }
        }
    }
}
