namespace CsBpf.Object.Instructions;

/// <summary>An atomic memory operation; the value is the instruction's immediate.</summary>
public enum AtomicOperation
{
    /// <summary><c>lock *(u64 *)(r1 + 0) += r2</c>; the only one of ISA v1.</summary>
    Add = 0x000,

    /// <summary><c>|=</c> (ISA v3, Linux 5.12).</summary>
    Or = 0x040,

    /// <summary><c>&amp;=</c> (ISA v3, Linux 5.12).</summary>
    And = 0x050,

    /// <summary><c>^=</c> (ISA v3, Linux 5.12).</summary>
    Xor = 0x0a0,

    /// <summary><c>r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)</c> (ISA v3, Linux 5.12).</summary>
    FetchAdd = 0x001,

    /// <summary><c>r2 = atomic_fetch_or((u64 *)(r1 + 0), r2)</c> (ISA v3, Linux 5.12).</summary>
    FetchOr = 0x041,

    /// <summary><c>r2 = atomic_fetch_and((u64 *)(r1 + 0), r2)</c> (ISA v3, Linux 5.12).</summary>
    FetchAnd = 0x051,

    /// <summary><c>r2 = atomic_fetch_xor((u64 *)(r1 + 0), r2)</c> (ISA v3, Linux 5.12).</summary>
    FetchXor = 0x0a1,

    /// <summary><c>r2 = xchg_64(r1 + 0, r2)</c> (ISA v3, Linux 5.12).</summary>
    Exchange = 0x0e1,

    /// <summary><c>r0 = cmpxchg_64(r1 + 0, r0, r2)</c> (ISA v3, Linux 5.12).</summary>
    CompareExchange = 0x0f1,

    /// <summary><c>r2 = load_acquire((u64 *)(r1 + 0))</c> (ISA v4, Linux 6.15).</summary>
    LoadAcquire = 0x100,

    /// <summary><c>store_release((u64 *)(r1 + 0), r2)</c> (ISA v4, Linux 6.15).</summary>
    StoreRelease = 0x110,
}
