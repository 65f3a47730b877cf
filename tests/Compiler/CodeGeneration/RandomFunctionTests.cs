using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Compiler.Tests.Harness;
using CsBpf.Compiler.Tests.RandomIr;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>The kernel runs the code of random functions and gets what the IR means.</summary>
[Collection(KernelStateCollection.Name)]
public class RandomFunctionTests
{
    private const int Programs = 25;
    private const int Runs = 6;

    public static TheoryData<BpfIsa, int> Cases()
    {
        var cases = new TheoryData<BpfIsa, int>();
        foreach (BpfIsa isa in Enum.GetValues<BpfIsa>())
        {
            foreach (int size in (int[])[10, 40, 120])
                cases.Add(isa, size);
        }

        return cases;
    }

    [RequiresBpfTheory("bpftool")]
    [MemberData(nameof(Cases))]
    public void RandomFunctions_InTheKernel_GiveWhatTheIrMeans(BpfIsa isa, int size)
    {
        int seed = (size * 10) + (int)isa;
        Dictionary<string, Function> meaning = IrGenerator.Generate(seed, Programs, size, isa).Functions.ToDictionary(function => function.Name);
        BpfModule module = IrGenerator.Generate(seed, Programs, size, isa);
        IrValidator.Validate(module);
        ImmutableArray<FunctionCode> code = CodeGenerator.Generate(module, isa);
        Assert.All(code.SelectMany(function => function.Instructions), instruction => Assert.True(IsIn(isa, instruction), instruction.ToString()));
        using var programs = new LoadedPrograms(ObjectWriter.Write(module, code));
        var random = new Random(seed);
        for (int i = 0; i < Programs; i++)
        {
            Function function = meaning[$"p{i}"];
            for (int run = 0; run < Runs; run++)
            {
                byte[] input = ProgramInput.Next(random, run);
                byte[] expected = [.. input];
                long result = IrInterpreter.Run(function, expected);
                byte[] actual = [.. input];

                uint returned = programs.Run(function.Name, actual);

                Assert.True(
                    (uint)result == returned && expected.AsSpan().SequenceEqual(actual),
                    $"seed {seed}, run {run}: returned {returned}, not {(uint)result}\n{Convert.ToHexString(input)}\n"
                    + $"{Convert.ToHexString(expected)}\n{Convert.ToHexString(actual)}\n{IrPrinter.Print(function)}");
            }
        }
    }

    /// <summary>Stores of immediates are v4 for clang; every kernel takes them.</summary>
    private static bool IsIn(BpfIsa isa, BpfInstruction instruction) => instruction.Class == InstructionClass.Store || instruction.MinimumIsa <= isa;
}
