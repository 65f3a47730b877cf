using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Programs for functions: their parameters are the function's arguments and its result, from the context or from registers.</summary>
public class FunctionHookTests
{
    [Fact]
    public Task Arguments_AreReadFromTheContext() => Verify(FrontendCompilation.Print("""
        [BpfObject]
        public partial class Sleeps
        {
            public int Count;

            [Fentry("do_nanosleep")]
            void Begin(hrtimer_sleeper sleeper, hrtimer_mode mode) => Count += sleeper.task?.tgid ?? (int)mode;

            [Fexit("do_nanosleep")]
            int End([ReturnValue] int error)
            {
                Count += error;
                return Count;
            }

            [FmodRet("__x64_sys_getpgid", OnFault = -1)]
            int Modify(pt_regs? registers, [ReturnValue] long before) => 10 / (int)before;

            [Lsm("file_open", OnFault = -13)]
            int Open(file file) => 10 / Count;
        }
        """));

    [Fact]
    public Task Arguments_AreReadFromRegisters() => Verify(FrontendCompilation.Print("""
        [BpfObject]
        public partial class Probes
        {
            public ulong Sum;

            [Kprobe("do_nanosleep")]
            void Begin(hrtimer_sleeper sleeper, hrtimer_mode mode) => Sum += (ulong)(sleeper.task?.tgid ?? (int)mode);

            [Kretprobe("do_nanosleep")]
            void End(int error) => Sum += (ulong)error;

            [Ksyscall("openat")]
            void Open(int directory, nuint path, int flags, ushort mode) => Sum += (ulong)(uint)flags + mode;

            [Kretsyscall("openat")]
            void Opened(long result) => Sum += (ulong)result;

            [Uprobe]
            void Call(ulong first, byte second, bool third) => Sum += third ? first : second;

            [Uretprobe]
            void Returned([ReturnValue] nuint result) => Sum += result;
        }
        """));

    [Theory]
    [InlineData("[Fentry(\"tcp_v4_connect\")] void Run() { }", "fentry/tcp_v4_connect")]
    [InlineData("[Fentry(\"tcp_v4_connect\")] int Run(sock s, sockaddr a, int b) => 0;", "fentry/tcp_v4_connect")]
    [InlineData("[Fentry(\"vfs_read\")] void Run(ulong f, KernelString g) { }", "fentry/vfs_read")]
    [InlineData("[Fentry(\"tcp_setsockopt\")] void Run(sock s, int a, int b, ulong c, ulong d, uint e) { }", "fentry/tcp_setsockopt")]
    [InlineData("[Fexit(\"tcp_v4_connect\")] void Run(sock s, [ReturnValue] int result) { }", "fexit/tcp_v4_connect")]
    [InlineData("[Fexit(\"tcp_v4_connect\")] void Run([ReturnValue] int result, sock s) { }", "fexit/tcp_v4_connect")]
    [InlineData("[Lsm(\"file_open\")] int Run(file f, [ReturnValue] int result) => result;", "lsm/file_open")]
    [InlineData("[Kprobe(\"tcp_v4_connect\")] int Run(sock? s) => 7;", "kprobe/tcp_v4_connect")]
    [InlineData("[Kretprobe(\"tcp_v4_connect\")] void Run() { }", "kretprobe/tcp_v4_connect")]
    [InlineData("[Ksyscall(\"openat\")] void Run(int a, ulong b, uint c, bool d, byte e, long f) { }", "ksyscall/openat")]
    [InlineData("[Uprobe(\"/lib/libc.so.6:malloc\")] void Run(ulong size) { }", "uprobe//lib/libc.so.6:malloc")]
    [InlineData("[Uretprobe] void Run(sbyte result) { }", "uretprobe")]
    public void Parameters_ThatFit_AreTaken(string method, string section)
    {
        FrontendCompilation compilation = Compile(method);

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(section, Assert.Single(compilation.Module!.Functions).Program!.Section);
    }

    [Theory]
    [InlineData("[Fentry(\"tcp_v4_connect\")] void Run(Task a) { }", "passes 'sock?' there")]
    [InlineData("[Fentry(\"tcp_v4_connect\")] void Run(sock a, sockaddr b, long c) { }", "passes 'int' there")]
    [InlineData("[Fentry(\"tcp_v4_connect\")] void Run(sock a, sockaddr b, int c, int d) { }", "passes 3 arguments")]
    [InlineData("[Fentry(\"tcp_v4_connect\")] void Run([ReturnValue] int a) { }", "passes no result")]
    [InlineData("[Fexit(\"tcp_v4_connect\")] void Run([ReturnValue] uint a, ref sock b) { }", "passes 'sock?' there")]
    [InlineData("[Fexit(\"tcp_v4_connect\")] void Run([ReturnValue] long a) { }", "passes the result 'int'")]
    [InlineData("[Fexit(\"put_unused_fd\")] void Run(uint a, [ReturnValue] int b) { }", "passes no result")]
    [InlineData("[Lsm(\"file_open\")] int Run(Task a) => 0;", "passes 'file?' there")]
    [InlineData("[Kprobe(\"tcp_v4_connect\")] void Run([ReturnValue] int a) { }", "passes no result")]
    [InlineData("[Kprobe(\"tcp_v4_connect\")] void Run(Task a) { }", "passes 'sock?' there")]
    [InlineData("[Kretprobe(\"tcp_v4_connect\")] void Run(sock a) { }", "passes the result 'int'")]
    [InlineData("[Kretprobe(\"put_unused_fd\")] void Run(int a) { }", "passes no result")]
    [InlineData("[Ksyscall(\"openat\")] void Run(int a, KernelString b) { }", "passes a number there")]
    [InlineData("[Ksyscall(\"openat\")] void Run(int a, int b, int c, int d, int e, int f, int g) { }", "passes 6 arguments in registers")]
    [InlineData("[Uprobe] void Run(Task a) { }", "passes a number there")]
    [InlineData("[Uprobe] void Run((int, int) a) { }", "passes a number there")]
    [InlineData("[Uprobe] void Run(ref int a) { }", "passes a number there")]
    [InlineData("[Uprobe] void Run([ReturnValue] int a) { }", "passes no result")]
    public void Parameter_ThatDoesNotFit_IsRefused(string method, string passed)
    {
        var diagnostic = Assert.Single(Compile(method).Diagnostics);

        Assert.Equal("CSBPF0514", diagnostic.Id);
        Assert.Contains(passed, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Fentry(\"tcp_v4_conect\")] void Run(sock a) { }", "CSBPF0516", "tcp_v4_conect", DiagnosticSeverity.Error)]
    [InlineData("[Fexit(\"\")] void Run() { }", "CSBPF0516", "''", DiagnosticSeverity.Error)]
    [InlineData("[Lsm(\"open\")] int Run() => 0;", "CSBPF0516", "'bpf_lsm_open'", DiagnosticSeverity.Error)]
    [InlineData("[Kprobe(\"tcp_v4_conect\")] void Run(sock a, KernelString b, int c) { }", "CSBPF0517", "tcp_v4_conect", DiagnosticSeverity.Warning)]
    [InlineData("[Ksyscall(\"opened\")] void Run(int a) { }", "CSBPF0517", "'__x64_sys_opened'", DiagnosticSeverity.Warning)]
    [InlineData("[Kretprobe(\"tcp_v4_conect\")] void Run(Task a) { }", "CSBPF0517", "tcp_v4_conect", DiagnosticSeverity.Warning)]
    public void Function_ThatIsNotThere_IsSaid(string method, string id, string name, DiagnosticSeverity severity)
    {
        FrontendCompilation compilation = Compile(method);

        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal((id, severity), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains(name, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Fentry(\"tcp_v4_connect\")] int Run() => 1;", "returns 1; the kernel takes 0 ")]
    [InlineData("[Lsm(\"file_open\")] int Run() => 1;", "returns 1; the kernel takes -4095 to 0 ")]
    [InlineData("[Lsm(\"file_open\")] int Run() => -4096;", "returns -4096")]
    [InlineData("[Lsm(\"file_open\", OnFault = 1)] int Run() => 0;", "returns 1")]
    public void Result_ThatTheKernelDoesNotTake_IsRefused(string method, string message)
    {
        var diagnostic = Assert.Single(Compile(method).Diagnostics);

        Assert.Equal("CSBPF0511", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(), StringComparison.Ordinal);
    }

    private static FrontendCompilation Compile(string method) => FrontendCompilation.Compile($"[BpfObject] public partial class Programs {{ {method} }}");
}
