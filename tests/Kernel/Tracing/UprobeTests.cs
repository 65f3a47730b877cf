using System.Runtime.InteropServices;
using CsBpf.KernelTests.Support;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs for functions of user space: here this process calls those of its C library.</summary>
public sealed partial class UprobeTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private const string Kernel = "5.8";
    private const int Missing = 99_999_999;
    private const int NoSuchEntry = 2;
    private const int NotExecutable = 8;
    private const int NoAccess = 13;
    private const int NoMemory = 14;

    private static string Library { get; } = File.ReadLines("/proc/self/maps")
        .Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
        .First(fields => fields.Length == 6 && Path.GetFileName(fields[5]).StartsWith("libc.so", StringComparison.Ordinal))[5];

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData(BpfIsa.V1)]
    [InlineData(BpfIsa.V3)]
    public void Call_OfALibrary_IsSeenWithArgumentAndResult(BpfIsa isa)
    {
        using var loaded = BpfSource.Load(Source, isa: isa);
        using (loaded.Program<UprobeProgram>("Call").Attach(Library, "getpgid"))
        using (loaded.Program<UprobeProgram>("Returned").Attach(Library, "getpgid"))
        {
            _ = GetProcessGroup(Missing);
            _ = GetProcessGroup(Missing);
        }

        _ = GetProcessGroup(Missing);
        Assert.Equal((2, 2), (loaded.Global<int>("Calls"), loaded.Global<int>("Results")));
        Assert.Equal(Environment.ProcessId, loaded.Global<int>("Pid"));
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void Function_ThatTheAttributeNames_IsFound()
    {
        using var loaded = BpfSource.Load(Source.Replace("[Uprobe]", $"[Uprobe(\"{Library}:getpgid\")]", StringComparison.Ordinal));
        using (loaded.Program<UprobeProgram>("Call").Attach())
            _ = GetProcessGroup(Missing);

        Assert.Equal(1, loaded.Global<int>("Calls"));
        Assert.Throws<InvalidOperationException>(() => loaded.Program<UprobeProgram>("Returned").Attach());
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void Place_InAFile_IsThatOfTheFunction()
    {
        using var file = File.OpenRead(Library);
        ulong offset = ElfFunctions.Find(file, "getpgid")!.Value;
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<UprobeProgram>("Call").Attach(Library, offset))
            _ = GetProcessGroup(Missing);

        Assert.Equal(1, loaded.Global<int>("Calls"));
    }

    [RequiresBpfTheory("sleep", Kernel = Kernel)]
    [InlineData(true)]
    [InlineData(false)]
    public void Call_OfAnotherProcess_IsNotSeen(bool isOther)
    {
        using var other = new SleepingProcess();
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<UprobeProgram>("Call").Attach(Library, "getpgid", isOther ? other.Id : Environment.ProcessId))
            _ = GetProcessGroup(Missing);

        Assert.Equal(isOther ? 0 : 1, loaded.Global<int>("Calls"));
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void Arguments_OfACall_AreAllThere()
    {
        using var loaded = BpfSource.Load(Source);
        using (loaded.Program<UprobeProgram>("Map").Attach(Library, "mmap"))
            _ = MapMemory(0x1234, 0, 0x105, -6, -1, unchecked((nint)0x7fff_ffff_ffff));

        Assert.Equal(1, loaded.Global<int>("Maps"));
    }

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData(BpfIsa.V1, "/short/path", 12, "/short/path")]
    [InlineData(BpfIsa.V3, "/short/path", 12, "/short/path")]
    [InlineData(BpfIsa.V3, "/a/path/that/is/too/long", 16, "/a/path/that/is")]
    public void Memory_OfTheProcess_IsRead(BpfIsa isa, string path, int length, string text)
    {
        using var loaded = BpfSource.Load(Source, isa: isa);
        using (loaded.Program<UprobeProgram>("Access").Attach(Library, "access"))
            _ = Access(path, 0x1234);

        byte[] bytes = MemoryMarshal.AsBytes(new Span<UInt128>(ref loaded.Global<UInt128>("Name"))).ToArray();
        Assert.Equal((length, text), (loaded.Global<int>("Length"), System.Text.Encoding.ASCII.GetString(bytes, 0, length - 1)));
        Assert.Equal((true, BitConverter.ToInt32(bytes, 4)), (loaded.Global<bool>("IsRead"), loaded.Global<int>("Mode")));
        Assert.Equal((false, -NoMemory), (loaded.Global<bool>("IsMissingRead"), loaded.Global<int>("Missing")));
    }

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData("no_such_function", NoSuchEntry, "no function of that name")]
    [InlineData("environ", NoSuchEntry, "no function of that name")]
    public void Function_ThatIsNotThere_IsSaid(string function, int errno, string why)
    {
        using var loaded = BpfSource.Load(Source);

        var exception = Assert.Throws<BpfException>(() => loaded.Program<UprobeProgram>("Call").Attach(Library, function));

        Assert.Equal(errno, exception.Errno);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [RequiresBpfTheory(Kernel = Kernel)]
    [InlineData("/no/such/file", NoSuchEntry, "no such file")]
    [InlineData("/proc/self/status", NotExecutable, "")]
    [InlineData("/proc", NoAccess, "may not read")]
    public void File_ThatIsNoLibrary_IsSaid(string path, int errno, string why)
    {
        using var loaded = BpfSource.Load(Source);

        var exception = Assert.Throws<BpfException>(() => loaded.Program<UprobeProgram>("Call").Attach(path, "getpgid"));

        Assert.Equal(errno, exception.Errno);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    [RequiresBpfFact(BpfTool.Tool, Kernel = Kernel)]
    public void Object_HasSectionsThatLibbpfKnows()
    {
        byte[] bytes = BpfSource.CompileObject(Source);
        using var directory = new TemporaryDirectory();
        string pins = bpffs["programs"];

        Command.Run(BpfTool.Tool, "prog", "loadall", directory.Write("Calls.bpf.o", bytes), pins).EnsureSuccess();

        int pinned = Directory.GetFiles(pins).Length;
        Directory.Delete(pins, recursive: true);
        Assert.Equal(4, pinned);
        Assert.Equal("uprobe", BpfObjectSpec.Read(bytes).Program("Call").SectionName);
    }

    private const string Source = """
        using CsBpf;

        [BpfObject(License = "GPL")]
        public partial class LibraryCalls
        {
            public static int Pid, Calls, Results, Maps, Length, Missing, Mode;
            public static bool IsRead, IsMissingRead;
            public static PathText Name, Empty;

            [Uprobe]
            public static void Call(int process)
            {
                if (process != 99999999)
                    return;
                Calls++;
                Pid = (int)(Bpf.GetCurrentPidTgid() >> 32);
            }

            [Uretprobe]
            public static void Returned(int result)
            {
                if (result == -1)
                    Results++;
            }

            [Uprobe]
            public static void Map(nuint address, ulong length, byte protection, int flags, int file, long offset)
            {
                if (address == 0x1234 && length == 0 && protection == 5 && flags == -6 && file == -1 && offset == 0x7fffffffffff)
                    Maps++;
            }

            [Uprobe]
            public static void Access(nuint path, int mode)
            {
                if (mode != 0x1234)
                    return;
                Length = Bpf.ProbeReadUserStr(ref Name, path);
                IsRead = Bpf.ProbeReadUser(out Mode, path + 4);
                Missing = Bpf.ProbeReadUserStr(ref Empty, 8);
                IsMissingRead = Bpf.ProbeReadUser(out ulong value, 8) || value != 0;
            }
        }

        [System.Runtime.CompilerServices.InlineArray(16)]
        public struct PathText
        {
            private byte _first;
        }
        """;

    [LibraryImport("libc", EntryPoint = "getpgid")]
    private static partial int GetProcessGroup(int process);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nint length, int protection, int flags, int file, nint offset);
}
