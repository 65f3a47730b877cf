using CsBpf.Kernel;

namespace CsBpf.Constructs.Helpers;

/// <summary>A task as kernels before 5.14 had it.</summary>
[KernelType("task_struct", Flavor = "old")]
public sealed class OldTask : task_struct
{
    public long state { get; set; }
}

/// <summary>What the running kernel has: each answer is there when the program is loaded.</summary>
[BpfObject(License = "GPL")]
public partial class CoreQuestions
{
    public struct Args
    {
        public int Asked, Answers;
        public uint State, Number;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        CsBpf.Kernel.Task task = CsBpf.Kernel.Task.Current;
        int answers = Core.Exists(task.loginuid.val) ? 1 : 0;
        answers |= Core.Exists((OldTask old) => old.state) ? 2 : 0;
        answers |= Core.Exists(bpf_map_type.BPF_MAP_TYPE_RINGBUF) ? 4 : 0;
        answers |= Core.Exists<seq_file>() ? 8 : 0;
        answers |= Core.Exists<bpf_map_type>() ? 16 : 0;
        answers |= Core.Matches<list_head>() ? 32 : 0;
        answers |= Core.HelperExists(Bpf.KtimeGetBootNs) ? 64 : 0;
        answers |= Core.IsSigned(task.pid) ? 128 : 0;
        answers |= Core.IsSigned((task_struct any) => any.__state) ? 256 : 0;
        args.Answers = answers & args.Asked;
        // The branch that this kernel can't follow is not looked at.
        args.State = Core.Exists((OldTask old) => old.state) ? (uint)((OldTask)(task_struct)task).state : task.__state & 0;
        args.Number = (uint)Core.EnumValue(bpf_map_type.BPF_MAP_TYPE_RINGBUF);
        return Core.HelperExists(Bpf.KtimeGetBootNs) && Bpf.KtimeGetBootNs() > 0 ? 1 : 0;
    }
}
