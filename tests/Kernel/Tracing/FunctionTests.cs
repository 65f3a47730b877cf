using System.Runtime.InteropServices;
using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs for functions of the kernel see what this process does: files that it opens, system calls. Most run in the VMs only.</summary>
public sealed partial class FunctionTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private const int NoSuchProcess = 3;
    private const int Missing = 99_999_999;

    [RequiresHooksTheory(Programs = true)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Programs_OfAFunction_SeeItsArgumentsAndResult(BpfIsa isa)
    {
        using var file = new OpenedFile();
        using var loaded = Load(OpenSource("Fentry", "Fexit"), file, isa);
        using (loaded.Program<TracingProgram>("Open").Attach())
        using (loaded.Program<TracingProgram>("Opened").Attach())
            file.Open();
        file.Open();

        Assert.Equal((1, 1, 0), (loaded.Global<int>("Opens"), loaded.Global<int>("Results"), loaded.Global<int>("Errors")));
        Assert.Equal(OpenedFile.Name, NameOf(loaded));
    }

    [RequiresHooksTheory(Kprobes = true)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Probes_OfAFunction_SeeItsArgumentsAndResult(BpfIsa isa)
    {
        using var file = new OpenedFile();
        using var loaded = Load(OpenSource("Kprobe", "Kretprobe"), file, isa);
        using (loaded.Program<KprobeProgram>("Open").Attach())
        using (loaded.Program<KprobeProgram>("Opened").Attach())
            file.Open();
        file.Open();

        Assert.Equal(1, loaded.Global<int>("Opens"));
        Assert.True(loaded.Global<int>("Results") > 0);
        Assert.Equal(OpenedFile.Name, NameOf(loaded));
    }

    [RequiresHooksTheory(Programs = true)]
    [InlineData("FmodRet(\"security_file_open\")", BpfIsa.V1)]
    [InlineData("FmodRet(\"security_file_open\")", BpfIsa.V3)]
    [InlineData("Lsm(\"file_open\")", BpfIsa.V1)]
    [InlineData("Lsm(\"file_open\")", BpfIsa.V2)]
    [InlineData("Lsm(\"file_open\")", BpfIsa.V3)]
    [InlineData("Lsm(\"file_open\")", BpfIsa.V4)]
    public void Program_ThatRefuses_IsObeyed(string attribute, BpfIsa isa)
    {
        using var file = new OpenedFile();
        using var loaded = Load(DecideSource(attribute, "return Answer;"), file, isa);
        using (Attach(loaded.Program<LoadedProgram>("Decide")))
        {
            loaded.Global<int>("Answer") = -13;
            Assert.Throws<UnauthorizedAccessException>(file.Open);
            loaded.Global<int>("Answer") = 0;
            file.Open();
        }

        loaded.Global<int>("Answer") = -13;
        file.Open();
        Assert.Equal(2, loaded.Global<int>("Opens"));
    }

    /// <summary>What the kernel would not take of a security module is a fault.</summary>
    [RequiresHooksTheory(Programs = true)]
    [InlineData("Lsm(\"file_open\")", 1, false)]
    [InlineData("Lsm(\"file_open\", OnFault = -1)", 1, true)]
    [InlineData("Lsm(\"file_open\", OnFault = -13)", -4096, true)]
    [InlineData("FmodRet(\"security_file_open\", OnFault = -1)", 0, true, "return 1 / Answer;")]
    [InlineData("FmodRet(\"security_file_open\")", 0, false, "return 1 / Answer;")]
    public void Program_ThatFaults_AnswersAsItsAttributeSays(string attribute, int answer, bool isRefused, string body = "return Answer;")
    {
        using var file = new OpenedFile();
        using var loaded = Load(DecideSource(attribute, body), file, BpfIsa.V3);
        loaded.Global<int>("Answer") = answer;
        using var link = Attach(loaded.Program<LoadedProgram>("Decide"));

        if (isRefused)
            Assert.Throws<UnauthorizedAccessException>(file.Open);
        else
            file.Open();
    }

    [RequiresHooksTheory(Kprobes = true)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Probes_OfASystemCall_SeeItsArgumentsAndResult(BpfIsa isa)
    {
        using var loaded = BpfSource.Load(CallSource, isa: isa);
        loaded.Global<int>("Pid") = Environment.ProcessId;
        using (loaded.Program<KprobeProgram>("Call").Attach())
        using (loaded.Program<KprobeProgram>("Returned").Attach())
            _ = GetProcessGroup(Missing);
        _ = GetProcessGroup(Missing);

        Assert.Equal((1, 1), (loaded.Global<int>("Calls"), loaded.Global<int>("Results")));
        Assert.Equal((Missing, -NoSuchProcess), (loaded.Global<int>("Argument"), loaded.Global<long>("Result")));
    }

    [RequiresHooksTheory(Programs = true)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Fexit_OfASystemCall_SeesItsResult(BpfIsa isa)
    {
        using var loaded = BpfSource.Load("""
            using CsBpf;
            using CsBpf.Kernel;

            [BpfObject(License = "GPL")]
            public partial class Calls
            {
                public static int Argument;
                public static long Result;

                [Fexit("__x64_sys_getpgid")]
                public static void Returned(pt_regs registers, [ReturnValue] long result)
                {
                    if ((int)registers.di == 99999999)
                        (Argument, Result) = ((int)registers.di, result);
                }
            }
            """, isa: isa);
        using (loaded.Program<TracingProgram>("Returned").Attach())
            _ = GetProcessGroup(Missing);

        Assert.Equal((Missing, -NoSuchProcess), (loaded.Global<int>("Argument"), loaded.Global<long>("Result")));
    }

    [RequiresHooksTheory(Kprobes = true)]
    [InlineData("no_such_function", 2, "no such function")]
    public void Attach_ThatCannotBe_SaysWhy(string function, int errno, string why)
    {
        using var loaded = BpfSource.Load(CallSource);

        var exception = Assert.Throws<BpfException>(() => loaded.Program<KprobeProgram>("Call").Attach(function));

        Assert.Equal(errno, exception.Errno);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Programs of probes load where there are none in the kernel: those of user space are of the same type.</summary>
    [RequiresBpfTheory(BpfTool.Tool, Kernel = "5.8")]
    [InlineData("Kprobe", "Kretprobe", "kprobe/vfs_open")]
    public void Object_HasSectionsThatLibbpfKnows(string begin, string end, string section)
    {
        byte[] bytes = BpfSource.CompileObject(OpenSource(begin, end));
        using var directory = new TemporaryDirectory();
        string pins = bpffs[$"programs{begin}"];

        Command.Run(BpfTool.Tool, "prog", "loadall", directory.Write("Opens.bpf.o", bytes), pins).EnsureSuccess();

        int pinned = Directory.GetFiles(pins).Length;
        Directory.Delete(pins, recursive: true);
        Assert.Equal(2, pinned);
        Assert.Equal(section, BpfObjectSpec.Read(bytes).Program("Open").SectionName);
    }

    [RequiresHooksTheory(Programs = true)]
    [InlineData("Fentry", "Fexit", "fentry/vfs_open")]
    public void ObjectOfDirectPrograms_HasSectionsThatLibbpfKnows(string begin, string end, string section) =>
        Object_HasSectionsThatLibbpfKnows(begin, end, section);

    private static LoadedObject Load(string source, OpenedFile file, BpfIsa isa)
    {
        var loaded = BpfSource.Load(source, isa: isa);
        loaded.Global<int>("Pid") = Environment.ProcessId;
        loaded.Global<ulong>("Inode") = file.Inode;
        return loaded;
    }

    private static BpfLink Attach(LoadedProgram program) =>
        program is LsmProgram hook ? hook.Attach() : ((TracingProgram)program).Attach();

    private static string NameOf(LoadedObject loaded) =>
        System.Text.Encoding.ASCII.GetString(BitConverter.GetBytes(loaded.Global<ulong>("Name")));

    /// <summary>Where a program takes the result, a probe takes nothing else.</summary>
    private static string OpenSource(string begin, string end) => $$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class OpenPrograms
        {
            public static int Pid, Opens, Results, Errors;
            public static ulong Inode, Name;

            [{{begin}}("vfs_open")]
            public static void Open(path path, file? file)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Pid || path.dentry?.d_inode?.i_ino != Inode)
                    return;
                Opens++;
                for (int i = 0; i < 8; i++)
                    Name |= (ulong)path.dentry.d_name.name[i] << i * 8;
                if (file is null)
                    Errors++;
            }

            [{{end}}("vfs_open")]
            public static void Opened({{(end == "Fexit" ? "path path, [ReturnValue] " : "")}}int error)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Pid{{(end == "Fexit" ? " || path.dentry?.d_inode?.i_ino != Inode" : "")}})
                    return;
                Results++;
                if (error != 0)
                    Errors++;
            }
        }
        """;

    private static string DecideSource(string attribute, string body) => $$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class Decisions
        {
            public static int Pid, Answer, Opens;
            public static ulong Inode;

            [{{attribute}}]
            public static int Decide(file file)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Pid || file.f_inode?.i_ino != Inode)
                    return 0;
                Opens++;
                {{body}}
            }
        }
        """;

    private const string CallSource = """
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject(License = "GPL")]
        public partial class SystemCalls
        {
            public static int Pid, Calls, Results, Argument;
            public static long Result;

            [Ksyscall("getpgid")]
            public static void Call(int pid)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Pid || pid != 99999999)
                    return;
                Calls++;
                Argument = pid;
            }

            [Kretsyscall("getpgid")]
            public static void Returned(long result)
            {
                if ((int)(Bpf.GetCurrentPidTgid() >> 32) != Pid || result != -3)
                    return;
                Results++;
                Result = result;
            }
        }
        """;

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int GetProcessGroup(int process);

    private sealed class OpenedFile : IDisposable
    {
        public const string Name = "opened01";

        private readonly TemporaryDirectory _directory = new();
        private readonly string _path;

        public OpenedFile()
        {
            _path = _directory.Write(Name, new byte[1]);
            Inode = ulong.Parse(Command.Run("stat", "-c", "%i", _path).EnsureSuccess().Output);
        }

        public ulong Inode { get; }

        public void Open() => File.OpenHandle(_path).Dispose();

        public void Dispose() => _directory.Dispose();
    }
}
