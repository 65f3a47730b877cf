using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Sections of the kernel, where a construct can't show them: in programs of other kinds, and in functions that are called.</summary>
public class SectionTests
{
    private const int Inputs = 20;

    private static readonly Version Kernel = new(6, 10);

    /// <summary>The verifier refuses a program that leaves a section open, or leaves it twice.</summary>
    [RequiresBpfTheory(Kernel = "6.10")]
    [InlineData("[Xdp] XdpAction Run(XdpContext context)", "return context.Packet[70] == 1 ? XdpAction.Drop : XdpAction.Pass;")]
    [InlineData("[Tc] TcAction Run(SocketBuffer context)", "return context.Packet[70] == 1 ? TcAction.Drop : TcAction.Pass;")]
    [InlineData("[BpfView] int Run(SeqFile f, CsBpf.Kernel.Task task)", "f.Print($\"{task.pid / task.tgid}\\n\"); return 0;")]
    [InlineData("[BpfView] int Run(SeqFile f, Cgroup cgroup)", "for (var up = cgroup; up != null; up = up.Parent) f.Print($\"{up.Id}\\n\"); return 0;")]
    public void Sections_InOtherKindsOfPrograms_AreTaken(string program, string body)
    {
        string source = $$"""
            using CsBpf;
            using CsBpf.Kernel;

            [BpfObject]
            public partial class Sections
            {
                {{program}}
                {
                    using (Bpf.RcuRead())
                    using (Bpf.DisablePreemption())
                    {
                        {{body}}
                    }
                }
            }
            """;

        using LoadedObject loaded = BpfSource.Load(source, targetKernel: Kernel);

        Assert.NotEmpty(loaded.Programs);
    }

    /// <summary>An object for older kernels asks whether the section is there, and is told.</summary>
    [RequiresBpfFact(Kernel = "6.1")]
    public void Section_ThatIsAskedFor_IsEnteredWhereTheKernelHasIt()
    {
        const string source = """
            using CsBpf;

            [BpfObject]
            public partial class Sections
            {
                [Syscall]
                public int Run()
                {
                    if (!Core.KfuncExists(Bpf.DisableInterrupts))
                        return 1;
                    using (Bpf.DisableInterrupts())
                        return 2;
                }
            }
            """;

        using LoadedObject loaded = BpfSource.Load(source);

        Assert.Empty(BpfSource.Compile(source).Diagnostics);
        Assert.Equal(Requirement.Kernel("6.14") is null ? 2 : 1, loaded.Program<SyscallProgram>("Run").Run());
    }

    /// <summary>A function that is called, not inlined, is entered with preemption off, and has a section of its own.</summary>
    [RequiresBpfFact(Kernel = "6.10")]
    public void Sections_AroundCallsAndInThem_AreTaken()
    {
        string lines = string.Concat(Enumerable.Range(1, 60).Select(number => $"            sum = sum * {number} + (sum >> {number % 5 + 1});\n"));
        string source = $$"""
            using CsBpf;

            [BpfObject]
            public partial class Sections
            {
                public struct Args { public int Left, Right; public long Result; }

                [Syscall(OnFault = -5)]
                public static int Run(ref Args args)
                {
                    using (Bpf.DisablePreemption())
                        args.Result = Compute(args.Left) + Compute(args.Right);
                    return 1;
                }

                private static int Compute(int sum)
                {
                    using (Bpf.RcuRead())
                    {
            {{lines}}
                    }

                    using (Bpf.RcuRead())
                        return sum;
                }
            }
            """;

        var clr = ClrConstruct.Create(CompiledClass.Load(source, "Sections"), "Run");
        using LoadedObject kernel = BpfSource.Load(source, targetKernel: Kernel);
        var program = kernel.Program<SyscallProgram>("Run");

        Assert.All(
            ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, Inputs, seed: 1), input => Assert.Null(ConstructOutcome.Compare(clr, program, input)));
    }
}
