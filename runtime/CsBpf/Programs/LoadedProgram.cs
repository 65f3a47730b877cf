using CsBpf.Reading;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>A program in the kernel, verified. Programs of the kinds that CsBpf can attach have classes of their own.</summary>
public unsafe class LoadedProgram : IDisposable
{
    internal LoadedProgram(ProgramHandle handle, string name, string? target = null, VerifierLog? log = null)
    {
        Handle = handle;
        Name = name;
        Target = target;
        Log = log?.Text ?? "";
        Statistics = log?.Statistics;
        var record = ProgramCalls.GetInfo(handle);
        Id = record.Id;
        Type = (BpfProgramType)record.Type;
    }

    /// <summary>
    /// The name of its function; where the kernel has no BTF of it, or this process may not read it, its first 15 characters.
    /// </summary>
    public string Name { get; }

    /// <summary>The kernel's number of the program.</summary>
    public uint Id { get; }

    /// <summary>The type.</summary>
    public BpfProgramType Type { get; }

    /// <summary>What it attaches to: the kind of objects of an iterator, or what its section names; null where that is not known.</summary>
    public string? Target { get; }

    /// <summary>The verifier's log, as <see cref="BpfLoadOptions.Log"/> asked for it.</summary>
    public string Log { get; }

    /// <summary>The verifier's figures; null where <see cref="BpfLoadOptions.Log"/> did not ask for them.</summary>
    public VerifierStatistics? Statistics { get; }

    internal ProgramHandle Handle { get; }

    /// <summary>Opens a program that is pinned.</summary>
    /// <param name="path">The file in bpffs.</param>
    /// <exception cref="BpfException">No program is pinned there, or none that this process may open.</exception>
    public static LoadedProgram FromPin(string path) => Open(ObjectCalls.Get<ProgramHandle>(path));

    /// <summary>Opens a program by its number (needs CAP_SYS_ADMIN).</summary>
    /// <param name="id">The kernel's number of the program.</param>
    /// <exception cref="BpfException">There is no such program, or this process may not open it.</exception>
    public static LoadedProgram FromId(uint id) =>
        Open(ObjectCalls.GetById<ProgramHandle>(BpfCommand.ProgramGetDescriptorById, id, "the program"));

    /// <summary>Pins the program: it stays in the kernel, and can be opened by its path, until the file is removed.</summary>
    /// <param name="path">A file in bpffs that does not exist yet.</param>
    /// <exception cref="BpfException">It cannot be pinned there.</exception>
    public void Pin(string path) => ObjectCalls.Pin(Handle, path);

    /// <summary>Runs the program on made-up data, as its type allows (<c>BPF_PROG_TEST_RUN</c>, Linux 4.12).</summary>
    /// <param name="data">The data that the program sees: a packet.</param>
    /// <param name="output">Takes the data as the program leaves them; empty where they are of no interest.</param>
    /// <param name="context">The program's context, where its type takes one; changed as the program leaves it.</param>
    /// <param name="repeat">How often to run it.</param>
    /// <exception cref="BpfException">The type cannot be run so, or the kernel refuses the data.</exception>
    public TestRunResult TestRun(
        ReadOnlySpan<byte> data = default, Span<byte> output = default, Span<byte> context = default, int repeat = 1)
    {
        fixed (byte* dataPointer = data)
        fixed (byte* outputPointer = output)
        fixed (byte* contextPointer = context)
        {
            var attributes = new ProgramTestRunAttributes
            {
                DataIn = dataPointer,
                DataSizeIn = (uint)data.Length,
                DataOut = outputPointer,
                DataSizeOut = (uint)output.Length,
                ContextIn = contextPointer,
                ContextSizeIn = (uint)context.Length,
                ContextOut = Type == BpfProgramType.Syscall ? null : contextPointer,
                ContextSizeOut = Type == BpfProgramType.Syscall ? 0 : (uint)context.Length,
                Repeat = Type == BpfProgramType.Syscall ? 0 : (uint)repeat,
            };
            int result = ProgramCalls.TryTestRun(Handle, ref attributes);
            if (result < 0)
                throw new Operation("run the program", Name, CapabilitySet.Bpf).Failed(result, RunAdvice(result));
            return new TestRunResult(
                (int)attributes.ReturnValue, TimeSpan.FromMicroseconds(attributes.Duration / 1000.0), (int)attributes.DataSizeOut);
        }
    }

    /// <summary>Closes the program. It stays in the kernel as long as it is attached or pinned.</summary>
    public void Dispose()
    {
        Handle.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name} (id {Id})";

    /// <summary>The class for a program that was just loaded.</summary>
    internal static LoadedProgram Create(ProgramHandle handle, ProgramSpec spec, VerifierLog log) => spec switch
    {
        { Type: BpfProgramType.Syscall } => new SyscallProgram(handle, spec.Name, log),
        { Type: BpfProgramType.Xdp } => new XdpProgram(handle, spec.Name, log),
        { AttachType: BpfAttachType.NetkitPrimary or BpfAttachType.NetkitPeer } => new NetkitProgram(handle, spec.Name, spec.AttachType, log),
        { Type: BpfProgramType.TrafficClassifier } => new TcProgram(handle, spec.Name, log),
        { Type: BpfProgramType.RawTracepoint } or { AttachType: BpfAttachType.TraceRawTracepoint } =>
            new RawTracepointProgram(handle, spec.Name, spec.Target, log),
        { Type: BpfProgramType.Tracepoint } => new TracepointProgram(handle, spec.Name, spec.Target, log),
        // Those for many functions at once, and for tracepoints of user space, are attached in other ways.
        { Type: BpfProgramType.Kprobe, AttachType: default(BpfAttachType), Traits: var traits } when !traits.HasFlag(SectionTraits.UserTracepoint) =>
            traits.HasFlag(SectionTraits.User)
                ? new UprobeProgram(handle, spec.Name, spec.Target, traits, log)
                : new KprobeProgram(handle, spec.Name, spec.Target, traits, log),
        { Type: BpfProgramType.PerfEvent } => new PerfEventProgram(handle, spec.Name, log),
        { AttachType: BpfAttachType.TraceFentry or BpfAttachType.TraceFexit or BpfAttachType.ModifyReturn } =>
            new TracingProgram(handle, spec.Name, spec.Target, log),
        { AttachType: BpfAttachType.LsmCgroup } => new CgroupProgram(handle, spec.Name, spec.AttachType, log),
        { AttachType: BpfAttachType.LsmMac } => new LsmProgram(handle, spec.Name, spec.Target, log),
        { Type: var type } when CgroupProgram.Types.Contains(type) => new CgroupProgram(handle, spec.Name, spec.AttachType, log),
        { Type: BpfProgramType.SkLookup or BpfProgramType.FlowDissector } => new NetworkNamespaceProgram(handle, spec.Name, spec.AttachType, log),
        { Type: BpfProgramType.SkMsg or BpfProgramType.SkSkb } => new SocketMapProgram(handle, spec.Name, spec.AttachType, log),
        { Type: BpfProgramType.SocketFilter } => new SocketFilterProgram(handle, spec.Name, log),
        { Type: BpfProgramType.SkReusePort } => new ReusePortProgram(handle, spec.Name, log),
        { Type: BpfProgramType.Netfilter } => new NetfilterProgram(handle, spec.Name, log),
        { AttachType: BpfAttachType.TraceIterator } => new IteratorProgram(handle, spec.Name, spec.Target, log),
        _ => new LoadedProgram(handle, spec.Name, spec.Target, log),
    };

    private static LoadedProgram Open(ProgramHandle handle)
    {
        try
        {
            var record = ProgramCalls.GetInfo(handle);
            string name = ProgramName.Full(record);
            return (BpfProgramType)record.Type switch
            {
                BpfProgramType.Syscall => new SyscallProgram(handle, name),
                BpfProgramType.Xdp => new XdpProgram(handle, name),
                BpfProgramType.TrafficClassifier => new TcProgram(handle, name),
                BpfProgramType.PerfEvent => new PerfEventProgram(handle, name),
                BpfProgramType.SocketFilter => new SocketFilterProgram(handle, name),
                BpfProgramType.SkReusePort => new ReusePortProgram(handle, name),
                BpfProgramType.SkLookup => new NetworkNamespaceProgram(handle, name, BpfAttachType.SkLookup),
                BpfProgramType.FlowDissector => new NetworkNamespaceProgram(handle, name, BpfAttachType.FlowDissector),
                BpfProgramType.Netfilter => new NetfilterProgram(handle, name),
                BpfProgramType.Lsm => new LsmProgram(handle, name),
                BpfProgramType.Tracing when IteratorProgram.TargetOf(record) is { } target => new IteratorProgram(handle, name, target),
                _ => new LoadedProgram(handle, name),
            };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private string? RunAdvice(int result) => (Errno)(-result) switch
    {
        Errno.ENOTSUPP or Errno.EOPNOTSUPP => $"the kernel has no way to run a program of the type {Type} on made-up data",
        Errno.ENOSPC => "the output does not fit",
        Errno.EINVAL => "the kernel does not take data or a context of that size for this type",
        _ => null,
    };
}

/// <summary>What a run of a program gave.</summary>
/// <param name="ReturnValue">What the program returned.</param>
/// <param name="Duration">How long a run took, on average.</param>
/// <param name="OutputLength">The size of the data that the program left, in bytes.</param>
public readonly record struct TestRunResult(int ReturnValue, TimeSpan Duration, int OutputLength);
