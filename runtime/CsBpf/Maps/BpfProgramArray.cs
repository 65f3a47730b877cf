using System.Globalization;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>
/// Programs that others of the same type hand over to (Linux 4.2): a tail call, from which nothing comes back. Which program is in a slot,
/// user space may change while they run.
/// </summary>
/// <typeparam name="TContext">What the programs are called with, for instance <see cref="XdpContext"/>.</typeparam>
/// <typeparam name="TResult">What they return, for instance <see cref="XdpAction"/>.</typeparam>
/// <typeparam name="TSlot">An enum that names the slots, of 32 bits at most.</typeparam>
/// <remarks>
/// What is in a slot when the object is loaded, the constructor of the class says, on the CLR and in the kernel: by statements as the one
/// below, with programs of the class.
/// </remarks>
/// <example><code>
/// private readonly BpfProgramArray&lt;XdpContext, XdpAction, Stage&gt; _stages = new(maxEntries: 2);
///
/// public Router() => _stages[Stage.Count] = Count;
///
/// [Xdp]
/// XdpAction Run(XdpContext context) => _stages.TailCall(context, Stage.Count) ?? XdpAction.Pass;
/// </code></example>
[MapType(BpfMapType.ProgramArray, Key = typeof(uint), Value = typeof(uint), SinceInSleepable = "")]
public sealed class BpfProgramArray<TContext, TResult, TSlot> : BpfMap
    where TContext : class
    where TResult : struct, Enum
    where TSlot : unmanaged, Enum
{
    private readonly Func<TContext, TResult>?[] _simulated;

    /// <summary>Declares the map. The argument must be constant: it becomes the map's definition in the object.</summary>
    /// <param name="maxEntries">The number of slots, at least 1.</param>
    /// <exception cref="ArgumentException"><typeparamref name="TSlot"/> has more than 32 bits.</exception>
    public BpfProgramArray([MapDefinition("max_entries")] int maxEntries)
        : base(maxEntries)
    {
        if (Unsafe.SizeOf<TSlot>() > sizeof(uint))
            throw new ArgumentException($"The kernel takes slots of 32 bits; {typeof(TSlot).Name} has more.");
        _simulated = new Func<TContext, TResult>?[maxEntries];
    }

    private protected override BpfMapType Type => BpfMapType.ProgramArray;

    private protected override int KeySize => sizeof(uint);

    private protected override int ValueSize => sizeof(uint);

    /// <summary>Puts a program of the class into a slot, from the start: in the constructor, or on the CLR.</summary>
    /// <param name="slot">The slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="InvalidOperationException">The object is loaded: see <see cref="Set"/>.</exception>
    [MapOperation(MapOperation.Slot)]
    public Func<TContext, TResult> this[TSlot slot]
    {
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Loaded is not null)
                throw new InvalidOperationException($"{Loaded.Name} is in the kernel, where a slot takes a program that is loaded.");
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(IndexOf(slot), (uint)MaxEntries, nameof(slot));
            _simulated[IndexOf(slot)] = value;
        }
    }

    /// <summary>
    /// Hands over to the program in a slot: what it returns is what this one returns. In the kernel this comes back only where the slot is empty, or
    /// it would be the 34th such call in a row; so a program may do nothing with a result but return it.
    /// </summary>
    /// <param name="context">What this program was called with.</param>
    /// <param name="slot">The slot.</param>
    /// <returns>What the program returned; null where there is none.</returns>
    /// <example><code>
    /// return stages.TailCall(context, Stage.Count) ?? XdpAction.Pass;
    ///
    /// if (stages.TailCall(context, Stage.Count) is { } action)
    ///     return action;
    /// </code></example>
    [MapOperation(MapOperation.TailCall)]
    public TResult? TailCall(TContext context, TSlot slot)
    {
        uint index = IndexOf(slot);
        return index < (uint)_simulated.Length && _simulated[index] is { } program ? SimulatedTailCalls.Run(program, context) : null;
    }

    /// <summary>Puts a program into a slot of a loaded object: calls from now on go there.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="program">A program of the type that the others have, of this object or of another.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="BpfException">There is no such slot, or the program has another type.</exception>
    public void Set(TSlot slot, LoadedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        MapSlots.Set(InKernel, IndexOf(slot), program.Handle);
    }

    /// <summary>Empties a slot of a loaded object.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>False where it was empty.</returns>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public bool Remove(TSlot slot) => MapSlots.Remove(InKernel, IndexOf(slot));

    /// <summary>The kernel's number of the program in a slot of a loaded object; null where it is empty.</summary>
    /// <param name="slot">The slot.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    public uint? GetProgramId(TSlot slot) => MapSlots.GetId(InKernel, IndexOf(slot));

    private protected override void UseKernel(LoadedMap map)
    {
    }

    private static uint IndexOf(TSlot slot) => (uint)Convert.ToInt64(slot, CultureInfo.InvariantCulture);
}
