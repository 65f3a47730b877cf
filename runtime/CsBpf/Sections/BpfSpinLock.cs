using System.Diagnostics.CodeAnalysis;

namespace CsBpf;

/// <summary>
/// A lock in the value of a map (Linux 5.1; in <c>[Syscall]</c> programs 6.6): while a program holds it, no other one holds it, on any
/// processor. It is a field of the struct that is the map's value, one in each, and stays there: programs reach the value by reference, and
/// copy its other fields.
/// </summary>
/// <remarks>
/// The kernel lets a program hold one lock at a time, and call nothing meanwhile: methods of the program are inlined there, helpers and
/// operations on maps are errors. User space sees a lock as zero, and does not change it. On the CLR it is a lock, too.
/// </remarks>
/// <example><code>
/// ref Account account = ref Accounts.Reference(id);
/// using (account.Lock.EnterScope())
/// {
///     account.Balance -= amount;
///     account.Withdrawals++;
/// }
/// </code></example>
[KernelType("bpf_spin_lock")]
public struct BpfSpinLock
{
    private int _held;

    /// <summary>Waits until nobody holds the lock, and takes it.</summary>
    /// <returns>What gives the lock back: <c>using (value.Lock.EnterScope()) { … }</c>.</returns>
    [Helper(93, Name = "bpf_spin_lock", Since = "5.1", SinceInSleepable = "6.6")]
    [UnscopedRef]
    public Scope EnterScope()
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
            wait.SpinOnce();
        return new Scope(ref this);
    }

    /// <summary>The section in which a lock is held.</summary>
    [KernelSection]
    public readonly ref struct Scope
    {
        private readonly ref BpfSpinLock _lock;

        internal Scope(ref BpfSpinLock held) => _lock = ref held;

        /// <summary>Gives the lock back.</summary>
        [Helper(94, Name = "bpf_spin_unlock", Since = "5.1")]
        public void Dispose() => Volatile.Write(ref _lock._held, 0);
    }
}
