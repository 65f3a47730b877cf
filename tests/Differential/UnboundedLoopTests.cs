using CsBpf.Compiler;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Loops whose end the verifier can't see: they load where the kernel counts the rounds, and answer what they answer on the CLR.</summary>
public class UnboundedLoopTests
{
    private const int Inputs = 40;

    private static readonly Dictionary<string, string> Statements = new()
    {
        { "the steps of Collatz", "ulong x = args.Value >> 40; while (x > 1) { x = (x & 1) == 0 ? x >> 1 : (3 * x) + 1; args.Steps++; }" },
        { "a count from user space", "for (uint i = 0; i < args.Count >> 12; i++) args.Sum += i * i;" },
        { "decimal digits", "ulong rest = args.Value; do { args.Steps++; rest /= 10; } while (rest != 0);" },
        { "the greatest common divisor", "ulong a = args.Value; ulong b = args.Count; while (b != 0) (a, b) = (b, a % b); args.Steps = a;" },
        { "bits that are set", "ulong x = args.Value; int n = 0; while (x != 0) { x &= x - 1; n++; } args.Sum = (uint)n;" },
        { "a loop in a loop", "for (uint i = 0; i < (args.Count & 255); i++) for (ulong x = args.Value; x > i; x >>= 1) args.Steps += x; " },
        { "a loop with a bound around one without", "for (int i = 0; i < 10; i++) { ulong x = args.Value + (uint)i; while (x % 7 != 0) { x--; args.Steps++; } }" },
        { "counting up by steps that change", "uint step = 1; for (uint i = 0; i < args.Count >> 4; i += step) { step += i & 3; args.Sum += step; }" },
        { "a way out in the middle", "uint i = args.Count & 0xffff; while (true) { if (i * i % 1021 == 5) break; if (++i > 70_000) return 2; args.Sum += i; } " },
        { "a loop that a condition leads straight to", "ulong x = args.Value; if (args.Count > 9) do { x >>= 1; args.Steps++; } while (x % 5 != 3 && x != 0);" },
        { "many rounds with two ways", "for (uint i = 0; i < 20_000; i++) if ((args.Value + i) % 3 == 0) args.Sum++;" },
        { "a constant behind it", "byte rounds = 0; do rounds++; while (rounds < (byte)args.Count); args.Sum = Small[(int)args.Value & 1];" },
        { "a function", "args.Sum = Root(args.Count);" },
    };

    /// <summary>The names of the loops.</summary>
    public static TheoryData<string> Loops => [.. Statements.Keys];

    [RequiresBpfTheory(Kernel = "6.9")]
    [MemberData(nameof(Loops))]
    public void Kernel_OnALoopWithABudgetOfItsOwn_GivesTheOutcomesOfTheClr(string name) => Compare(name, "6.9");

    [RequiresBpfTheory(Kernel = "6.4")]
    [MemberData(nameof(Loops))]
    public void Kernel_OnALoopWithAnIterator_GivesTheOutcomesOfTheClr(string name) => Compare(name, "6.4");

    [RequiresBpfTheory(Kernel = "5.17")]
    [MemberData(nameof(Loops))]
    public void Kernel_OnALoopThatItCalls_GivesTheOutcomesOfTheClr(string name) => Compare(name, "5.17");

    private static void Compare(string name, string targetKernel)
    {
        string source = Source(Statements[name]);
        var clr = ClrConstruct.Create(CompiledClass.Load(source, "Unbounded"), "Run");
        using LoadedObject kernel = BpfSource.Load(source, targetKernel: Version.Parse(targetKernel));
        var program = kernel.Program<SyscallProgram>("Run");

        string?[] mismatches =
        [
            .. ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, Inputs, seed: 1).Select(input => ConstructOutcome.Compare(clr, program, input)).Where(mismatch => mismatch is not null),
        ];

        Assert.True(mismatches.Length == 0, $"{name}:\n{string.Join('\n', mismatches)}");
    }

    /// <summary>A loop that never ends takes the fault exit, where the CLR would hang.</summary>
    [RequiresBpfTheory(Kernel = "6.9")]
    [InlineData("6.9")]
    [InlineData("6.4")]
    public void Kernel_OnALoopThatDoesNotEnd_TakesTheFaultExit(string targetKernel) => ExpectFault(targetKernel);

    [RequiresBpfFact(Kernel = "5.17")]
    public void Kernel_OnALoopThatItCallsForever_TakesTheFaultExit() => ExpectFault("5.17");

    private static void ExpectFault(string targetKernel)
    {
        string source = Source("while (args.Count != args.Sum + 1) args.Steps++;");
        using LoadedObject kernel = BpfSource.Load(source, targetKernel: Version.Parse(targetKernel));
        byte[] arguments = new byte[24];

        Assert.Equal(-77, kernel.Program<SyscallProgram>("Run").TestRun(context: arguments).ReturnValue);
    }

    /// <summary>What a kernel before 5.17 says, which has neither iterators nor the call of loops: the object names one that no kernel has.</summary>
    [RequiresBpfFact]
    public void Kernel_WithoutBudgets_SaysWhatToDo()
    {
        byte[] image = BpfSource.CompileObject(Source("for (uint i = 0; i < args.Count; i++) args.Sum += i;"), "Test.bpf.cs", BpfIsa.V3, new(5, 15));
        ReadOnlySpan<byte> iterator = "bpf_iter_num_"u8;
        for (int at; (at = image.AsSpan().IndexOf(iterator)) >= 0;)
            "bpf_itex_num_"u8.CopyTo(image.AsSpan(at));

        var exception = Assert.Throws<VerifierException>(() => LoadedObject.Load(BpfObjectSpec.Read(image, "Test.bpf.o")));

        Assert.Contains("Test.bpf.cs(10,", exception.Message, StringComparison.Ordinal);
        Assert.Contains("give the loop a bound that it can see", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.4")]
    [InlineData("6.9")]
    public void Compiler_OnALoopThatNothingLeadsOutOf_RefusesIt(string targetKernel)
    {
        BpfCompilation compilation = BpfSource.Compile(Source("while (true) args.Sum++;"), targetKernel: Version.Parse(targetKernel));

        Assert.Equal("CSBPF0605", Assert.Single(compilation.Diagnostics).Id);
    }

    [Theory]
    [InlineData("for (int i = 0; i < 1000; i++) args.Sum++;", 0)]
    [InlineData("for (uint i = args.Count & 15; i > 0; i--) args.Sum++;", 0)]
    [InlineData("for (uint i = 0; i != 50; i++) args.Sum++;", 0)]
    [InlineData("uint n = args.Count; if (n < 100) for (uint i = 3; i < n; i += 3) args.Sum++;", 0)]
    [InlineData("uint n = args.Count; if (n > 100) return 0; for (uint i = 0; i <= n; i++) args.Sum++;", 0)]
    [InlineData("foreach (int i in (int)(args.Value & 15)..(int)(args.Count & 31)) { if (i == 7) continue; args.Sum += (uint)i; }", 0)]
    [InlineData("for (int i = 0; i < 100; i++) for (int j = 0; j < 100; j++) args.Sum += (uint)(i * j);", 0)]
    [InlineData("for (int i = 0; i < 1000; i++) for (int j = 0; j < 1000; j++) args.Sum += (uint)(i * j);", 1)]
    [InlineData("for (int i = 0; i < 1_000_000; i++) args.Sum++;", 1)]
    [InlineData("for (uint i = 0; i < 20_000; i++) if ((args.Value + i) % 3 == 0) args.Sum++;", 1)]
    [InlineData("for (uint i = 0; i < args.Count; i++) args.Sum++;", 1)]
    [InlineData("for (int i = 0; i > -10; i++) args.Sum++;", 1)]
    public void Compiler_GivesABudget_WhereTheEndIsNotKnown(string statements, int budgets)
    {
        BpfCompilation compilation = BpfCompiler.Compile(BpfSource.Parse(Source(statements)), new BpfCompilerOptions { TargetKernel = new(6, 9), KeepIr = true });

        Assert.Equal(budgets, Assert.Single(compilation.Objects).Ir!.Split("budget_used_up").Length - 1);
    }

    /// <summary>Its context holds the number of the way out and the count; the verifier must know the mask.</summary>
    [Fact]
    public void Compiler_OnAConstantInAndBehindALoopThatItCalls_MakesItAnew()
    {
        const string Statements = "byte rounds = 0; do rounds++; while (rounds < 2); args.Sum = Small[(int)args.Count & 1];";
        BpfCompilation compilation = BpfCompiler.Compile(BpfSource.Parse(Source(Statements)), new BpfCompilerOptions { TargetKernel = new(6, 1), KeepIr = true });

        Assert.Contains(" 16 align 8 \"loop\"", Assert.Single(compilation.Objects).Ir, StringComparison.Ordinal);
    }

    private static string Source(string statements) => $$"""
        using CsBpf;
        [BpfObject]
        public partial class Unbounded
        {
            public struct Args { public ulong Value, Steps; public uint Count, Sum; }

            [Syscall(OnFault = -77)]
            public static int Run(ref Args args)
            {
                {{statements}}
                return 1;
            }

            private static uint Root(uint number)
            {
                uint root = 0;
                while (root < 65_535 && (root + 1) * (root + 1) <= number)
                    root++;
                return root;
            }

            private static readonly byte[] Small = [3, 1];
        }
        """;
}
