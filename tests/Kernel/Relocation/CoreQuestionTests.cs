using CsBpf.KernelTests.Support;
using CsBpf.Object.Btf;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Relocation;

/// <summary>Programs ask the kernel for its types; what they are told is what its BTF says.</summary>
public sealed class CoreQuestionTests(TemporaryBpffs bpffs) : IClassFixture<TemporaryBpffs>
{
    private const string Kernel = "5.14";

    private const string Questions = """
        using CsBpf;
        using CsBpf.Kernel;
        using Task = CsBpf.Kernel.Task;

        [KernelType("a_struct_that_no_kernel_has")]
        public class Unknown : KernelObject
        {
            public int member { get; set; }
        }

        [KernelType("task_struct", Flavor = "today")]
        public class Today : task_struct
        {
            public int a_member_that_no_kernel_has { get; set; }
        }

        [KernelType("list_head", Flavor = "wrong")]
        public class WrongList : KernelObject
        {
            public list_head? next { get; set; }
            public int prev { get; set; }
        }

        [KernelType("bpf_map_type")]
        public enum MapType : uint { BPF_MAP_TYPE_RINGBUF = 5, A_VALUE_THAT_NO_KERNEL_HAS = 7 }

        public static class Later
        {
            [Helper(9999, Name = "bpf_no_kernel_has_it", Since = "99.0")]
            public static ulong Answer() => 1;
        }

        [BpfObject(License = "GPL")]
        public partial class Questions
        {
            public static int TaskSize, UnknownSize, NameSize, NameOffset, LastOffset, FlagsSize;
            public static uint TaskId, UnknownId, LocalId;
            public static MapType Number;
            public static int Has, HasNot, Guarded;

            [Syscall]
            public static int Ask()
            {
                Task task = Task.Current;
                TaskSize = Core.SizeOf<task_struct>();
                UnknownSize = Core.SizeOf<Unknown>();
                NameSize = Core.SizeOf(task.comm);
                NameOffset = Core.OffsetOf(task.Name);
                LastOffset = Core.OffsetOf((task_struct any) => any.se.run_node.rb_left);
                FlagsSize = Core.SizeOf((sk_buff any) => any.ip_summed);
                TaskId = Core.TypeId<Task>();
                UnknownId = Core.TypeId<Unknown>();
                LocalId = Core.LocalTypeId<task_struct>();
                Number = Core.EnumValue(MapType.BPF_MAP_TYPE_RINGBUF);
                Has = (Core.Exists(task.mm!.owner) ? 1 : 0) | (Core.Exists<Task>() ? 2 : 0) | (Core.Exists(MapType.BPF_MAP_TYPE_RINGBUF) ? 4 : 0)
                    | (Core.Matches<list_head>() ? 8 : 0) | (Core.HelperExists(Bpf.KtimeGetNs) ? 16 : 0) | (Core.IsSigned(task.pid) ? 32 : 0)
                    | (Core.Exists((Today today) => today.comm) ? 64 : 0);
                HasNot = (Core.Exists((Today today) => today.a_member_that_no_kernel_has) ? 1 : 0) | (Core.Exists<Unknown>() ? 2 : 0)
                    | (Core.Exists(MapType.A_VALUE_THAT_NO_KERNEL_HAS) ? 4 : 0) | (Core.Matches<WrongList>() ? 8 : 0)
                    | (Core.HelperExists(Later.Answer) ? 16 : 0) | (Core.IsSigned(task.flags) ? 32 : 0) | (Core.Matches<Today>() ? 64 : 0);
                return 0;
            }

            [Syscall]
            public static int Guard()
            {
                var task = (Today)(task_struct)Task.Current;
                for (int i = 0; i < 3; i++)
                {
                    if (Core.Exists(task.a_member_that_no_kernel_has))
                        Guarded += task.a_member_that_no_kernel_has + Core.OffsetOf(task.a_member_that_no_kernel_has) + Core.SizeOf(task.a_member_that_no_kernel_has);
                    if (Core.HelperExists(Later.Answer))
                        Guarded += (int)Later.Answer();
                    if (Core.Exists(MapType.A_VALUE_THAT_NO_KERNEL_HAS))
                        Guarded += (int)Core.EnumValue(MapType.A_VALUE_THAT_NO_KERNEL_HAS);
                    Guarded++;
                }

                return task.tgid;
            }
        }
        """;

    [RequiresBpfFact(Kernel = Kernel)]
    public void Answers_AreThoseOfTheKernelsTypes()
    {
        BtfTypes types = BtfTypes.Parse(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        uint task = types.IdsByEssentialName("task_struct").Single(id => types[id] is BtfStruct);
        using LoadedObject loaded = BpfSource.Load(Questions);

        loaded.Program<SyscallProgram>("Ask").Run();

        Assert.Equal((types.SizeOf(task), 0), ((uint)loaded.Global<int>("TaskSize"), loaded.Global<int>("UnknownSize")));
        Assert.Equal((task, 0u), (loaded.Global<uint>("TaskId"), loaded.Global<uint>("UnknownId")));
        Assert.Equal(16, loaded.Global<int>("NameSize"));
        Assert.Equal(OffsetOf("comm"), loaded.Global<int>("NameOffset"));
        Assert.InRange(loaded.Global<int>("LastOffset"), OffsetOf("se") + 8, OffsetOf("se") + 64);
        Assert.Equal(1, loaded.Global<int>("FlagsSize"));
        Assert.NotEqual(0u, loaded.Global<uint>("LocalId"));
        Assert.Equal((127, 0), (loaded.Global<int>("Has"), loaded.Global<int>("HasNot")));
        Assert.Equal(27u, loaded.Global<uint>("Number"));

        int OffsetOf(string member) => (int)((BtfStruct)types[task]).Members.Single(candidate => candidate.Name == member).BitOffset / 8;
    }

    [RequiresBpfFact(Kernel = Kernel)]
    public void Branch_ThatTheAnswerRulesOut_MayUseWhatTheKernelLacks()
    {
        using LoadedObject loaded = BpfSource.Load(Questions);

        Assert.Equal(Environment.ProcessId, loaded.Program<SyscallProgram>("Guard").Run());
        Assert.Equal(3, loaded.Global<int>("Guarded"));
    }

    [RequiresBpfFact(BpfTool.Tool, Kernel = Kernel)]
    public void Object_IsLoadedByLibbpf()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("Questions.o", BpfSource.CompileObject(Questions, "Questions.bpf.cs"));

        Command.Run(BpfTool.Tool, "prog", "loadall", path, bpffs["questions"]).EnsureSuccess();

        Assert.Equal(["Ask", "Guard"], Directory.GetFiles(bpffs["questions"]).Select(pin => Path.GetFileName(pin)).Order());
    }
}
