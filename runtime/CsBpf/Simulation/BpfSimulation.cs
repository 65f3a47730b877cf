using System.Reflection;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>
/// Runs programs on the CLR as the kernel would: a fault ends the program with its fault value, and what the helpers answer can be set.
/// <code>int result = new BpfSimulation { Time = 1_000 }.Run(views.Show, seqFile, cgroup);</code>
/// </summary>
/// <remarks>A simulation holds for the thread that runs a program in it, while it runs. Outside of one, helpers answer from this
/// process.</remarks>
public sealed class BpfSimulation
{
    [ThreadStatic]
    private static BpfSimulation? _current;

    private readonly List<Exception> _faults = [];
    private readonly List<string> _trace = [];
    private readonly List<uint> _redirects = [];
    private readonly List<uint> _signals = [];

    /// <summary>A program that user space runs on a struct that both sides share (<see cref="SyscallAttribute"/>).</summary>
    /// <param name="argument">The struct.</param>
    /// <typeparam name="T">The struct's type.</typeparam>
    public delegate int SyscallMethod<T>(ref T argument)
        where T : struct;

    /// <summary>What <see cref="Bpf.KtimeGetNs"/> answers, in nanoseconds; null for this machine's clock.</summary>
    public ulong? Time { get; set; }

    /// <summary>
    /// What <see cref="Bpf.GetSmpProcessorId"/> answers; null for the processor that this thread is on. Maps with a value for each processor take
    /// null for the first.
    /// </summary>
    public uint? Processor { get; set; }

    /// <summary>What <see cref="Bpf.GetRandom"/> answers from; null for this machine's random numbers.</summary>
    public Random? Random { get; set; }

    /// <summary>The process id that <see cref="Bpf.GetCurrentPidTgid"/> answers; null for this process's.</summary>
    public uint? ProcessId { get; set; }

    /// <summary>The thread id that <see cref="Bpf.GetCurrentPidTgid"/> answers; null for this thread's.</summary>
    public uint? ThreadId { get; set; }

    /// <summary>The user id that <see cref="Bpf.GetCurrentUidGid"/> answers; null for that of this process.</summary>
    public uint? UserId { get; set; }

    /// <summary>The group id that <see cref="Bpf.GetCurrentUidGid"/> answers; null for that of this process.</summary>
    public uint? GroupId { get; set; }

    /// <summary>What <see cref="Bpf.GetCurrentComm"/> answers, cut to 15 bytes; null for the name of this process.</summary>
    public string? TaskName { get; set; }

    /// <summary>What <see cref="Bpf.GetCurrentCgroupId"/> answers; null for the cgroup of this process.</summary>
    public ulong? CgroupId { get; set; }

    /// <summary>The task that programs are told is the current one; null for one with the numbers and the name above.</summary>
    public KernelObject? Task { get; set; }

    /// <summary>
    /// What <see cref="Bpf.ProbeReadUser"/> and <see cref="Bpf.ProbeReadUserStr"/> read, by the addresses where it begins; elsewhere they fail.
    /// </summary>
    public IDictionary<nuint, byte[]> UserMemory { get; } = new SortedDictionary<nuint, byte[]>();

    /// <summary>
    /// What the questions in <see cref="Core"/> answer about members, types, values of enums, helpers and kernel functions, by the names that they have
    /// in the program: <c>KernelHas["loginuid"] = false</c>.
    /// </summary>
    public IDictionary<string, bool> KernelHas { get; } = new Dictionary<string, bool>();

    /// <summary>What <see cref="Core.SizeOf{T}()"/> answers, by the names of types and members; 0 for all others.</summary>
    public IDictionary<string, int> KernelSizes { get; } = new Dictionary<string, int>();

    /// <summary>What <see cref="Core.OffsetOf{T}(T, string)"/> answers, by the names of members; 0 for all others.</summary>
    public IDictionary<string, int> KernelOffsets { get; } = new Dictionary<string, int>();

    /// <summary>The simulation that the running program is in; null outside of one.</summary>
    public static BpfSimulation? Current => _current;

    /// <summary>Takes a signal for the current process.</summary>
    internal bool Signal(uint signal)
    {
        _signals.Add(signal);
        return true;
    }

    /// <summary>Takes a packet for another interface.</summary>
    internal void Redirect(uint networkInterface) => _redirects.Add(networkInterface);

    /// <summary>The memory from an address on; empty where there is none.</summary>
    internal ReadOnlySpan<byte> UserMemoryAt(nuint address)
    {
        foreach ((nuint start, byte[] bytes) in UserMemory)
        {
            if (address >= start && address - start < (nuint)bytes.Length)
                return bytes.AsSpan((int)(address - start));
        }

        return default;
    }

    /// <summary>The signals that programs have sent to the current process, in their order.</summary>
    public IReadOnlyList<uint> Signals => _signals;

    /// <summary>The interfaces that programs have sent packets to, in their order.</summary>
    public IReadOnlyList<uint> Redirects => _redirects;

    /// <summary>The faults that programs took, in their order.</summary>
    public IReadOnlyList<Exception> Faults => _faults;

    /// <summary>What programs wrote by <see cref="Bpf.Print"/>, in its order.</summary>
    public IReadOnlyList<string> Trace => _trace;

    /// <summary>The timers that programs started.</summary>
    internal SimulatedTimers Timers { get; } = new();

    /// <summary>Runs a program without parameters.</summary>
    /// <param name="program">The program's method.</param>
    /// <returns>What it returned; where it faulted, its <see cref="BpfProgramAttribute.FaultValue"/>.</returns>
    public int Run(Func<int> program) => Run(program, static program => program());

    /// <summary>Runs a program whose result the kernel does not look at: for instance <c>() => tools.Switch(false, previous, next)</c>.</summary>
    /// <param name="program">The call of the program's method.</param>
    public void Run(Action program) => Run(program, static program =>
    {
        program();
        return 0;
    });

    /// <summary>Runs a program with a parameter.</summary>
    /// <param name="program">The program's method.</param>
    /// <param name="argument">The argument.</param>
    /// <inheritdoc cref="Run(Func{int})" path="/returns"/>
    public int Run<T>(Func<T, int> program, T argument) => Run(program, program => program(argument));

    /// <summary>Runs a program with two parameters.</summary>
    /// <param name="program">The program's method.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <inheritdoc cref="Run(Func{int})" path="/returns"/>
    public int Run<T1, T2>(Func<T1, T2, int> program, T1 first, T2 second) => Run(program, program => program(first, second));

    /// <summary>Runs a program with three parameters.</summary>
    /// <param name="program">The program's method.</param>
    /// <param name="first">The first argument.</param>
    /// <param name="second">The second argument.</param>
    /// <param name="third">The third argument.</param>
    /// <inheritdoc cref="Run(Func{int})" path="/returns"/>
    public int Run<T1, T2, T3>(Func<T1, T2, T3, int> program, T1 first, T2 second, T3 third) =>
        Run(program, program => program(first, second, third));

    /// <summary>Runs a program on a struct, which is left as the program leaves it.</summary>
    /// <param name="program">The program's method.</param>
    /// <param name="argument">The struct.</param>
    /// <inheritdoc cref="Run(Func{int})" path="/returns"/>
    public int Run<T>(SyscallMethod<T> program, ref T argument)
        where T : struct
    {
        T copy = argument;
        int result = Run(program, program => program(ref copy));
        argument = copy;
        return result;
    }

    /// <summary>Runs a program that is called with a context.</summary>
    /// <param name="program">The method with the program attribute.</param>
    /// <param name="context">The context: for instance a packet.</param>
    /// <inheritdoc cref="Run(Func{int})" path="/returns"/>
    public TAction Run<TContext, TAction>(Func<TContext, TAction> program, TContext context)
        where TContext : class
        where TAction : struct, Enum
    {
        int result = Run(program, program => Unsafe.BitCast<TAction, int>(program(context)));
        return Unsafe.BitCast<int, TAction>(result);
    }

    /// <summary>
    /// Lets time pass: the timers whose time comes run, in that order, on this thread. Moves <see cref="Time"/> where it is set.
    /// </summary>
    /// <param name="nanoseconds">How long.</param>
    public void Advance(ulong nanoseconds)
    {
        ulong start = Timers.Now;
        ulong? time = Time;
        while (Timers.Next(start + nanoseconds) is { } callback)
        {
            Time = time + (Timers.Now - start);
            Run(callback);
        }

        Time = time + nanoseconds;
    }

    internal void Write(string text) => _trace.Add(text);

    private int Run<TDelegate>(TDelegate program, Func<TDelegate, int> call)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(program);
        var outer = _current;
        _current = this;
        try
        {
            return call(program);
        }
        catch (Exception exception) when (exception is BpfFaultException or ArithmeticException or ArgumentException or IndexOutOfRangeException
            or InvalidOperationException or NullReferenceException)
        {
            _faults.Add(exception);
            return program.Method.GetCustomAttribute<BpfProgramAttribute>()?.FaultValue ?? 0;
        }
        finally
        {
            _current = outer;
        }
    }
}
