using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf;

/// <summary>Values that the kernel keeps with its own objects: each has one, or none, which goes when the object does.</summary>
/// <typeparam name="TOwner">The class of the objects.</typeparam>
/// <typeparam name="TValue">The value: an unmanaged struct or a primitive.</typeparam>
/// <remarks>In a program the object is one that the verifier has followed from the program's parameters (CSBPF0632); null is a fault.</remarks>
public abstract class BpfLocalStorage<TOwner, TValue> : BpfMap
    where TOwner : KernelObject
    where TValue : unmanaged
{
    private readonly ConditionalWeakTable<object, StrongBox<TValue>> _simulated = [];

    internal BpfLocalStorage()
        : base(1)
    {
    }

    private protected override int KeySize => sizeof(int);

    private protected override int ValueSize => Unsafe.SizeOf<TValue>();

    /// <summary>A reference to the value of an object, made with zeroes where it has none. Where there is no memory, that is a fault.</summary>
    /// <param name="owner">The object.</param>
    /// <exception cref="InvalidOperationException">The object is loaded: references into the kernel cannot be had from user
    /// space.</exception>
    [MapOperation(MapOperation.GetOrAdd)]
    public ref TValue GetOrAdd(TOwner owner) => ref Simulated.GetValue(Checked(owner), _ => new StrongBox<TValue>()).Value;

    /// <summary>A reference to the value of an object. Where it has none, that is a fault.</summary>
    /// <param name="owner">The object.</param>
    /// <inheritdoc cref="GetOrAdd"/>
    [MapOperation(MapOperation.Reference)]
    public ref TValue Reference(TOwner owner)
    {
        if (!Simulated.TryGetValue(Checked(owner), out StrongBox<TValue>? value))
            throw new BpfFaultException("The object has no value.");
        return ref value.Value;
    }

    /// <summary>Copies the value of an object.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="value">The value; <c>default</c> where it has none.</param>
    /// <returns>False where it has none.</returns>
    /// <inheritdoc cref="GetOrAdd"/>
    [MapOperation(MapOperation.TryGetValue)]
    public bool TryGetValue(TOwner owner, out TValue value)
    {
        bool isFound = Simulated.TryGetValue(Checked(owner), out StrongBox<TValue>? box);
        value = isFound ? box!.Value : default;
        return isFound;
    }

    /// <summary>Takes the value from an object.</summary>
    /// <param name="owner">The object.</param>
    /// <returns>False where it has none.</returns>
    /// <inheritdoc cref="GetOrAdd"/>
    [MapOperation(MapOperation.Remove)]
    public bool Remove(TOwner owner) => Simulated.Remove(Checked(owner));

    /// <summary>The value of an object of the program's context.</summary>
    private protected ref TValue OfContext(object owner) => ref Simulated.GetValue(owner ?? throw new BpfFaultException("The object is null."), _ => new StrongBox<TValue>()).Value;

    /// <summary>Takes the value from an object of the program's context.</summary>
    private protected bool RemoveOfContext(object owner) => Simulated.Remove(owner ?? throw new BpfFaultException("The object is null."));

    private ConditionalWeakTable<object, StrongBox<TValue>> Simulated => Loaded is null
        ? _simulated
        : throw new InvalidOperationException($"{Loaded.Name} is in the kernel: user space has no references to its objects.");

    private protected override void UseKernel(LoadedMap map)
    {
    }

    /// <summary>Copies the value of the object that a descriptor stands for.</summary>
    private protected bool TryGet(SafeHandle handle, out TValue value)
    {
        value = default;
        int descriptor = Descriptor(handle);
        return InKernel.TryGetValue(Bytes(ref descriptor), MemoryMarshal.AsBytes(new Span<TValue>(ref value)));
    }

    /// <summary>Gives a value to the object that a descriptor stands for.</summary>
    private protected void Set(SafeHandle handle, TValue value)
    {
        int descriptor = Descriptor(handle);
        InKernel.ValuePadding.Clear(ref value);
        InKernel.Set(Bytes(ref descriptor), MemoryMarshal.AsBytes(new ReadOnlySpan<TValue>(ref value)));
    }

    /// <summary>Takes the value from the object that a descriptor stands for.</summary>
    private protected bool Remove(SafeHandle handle)
    {
        int descriptor = Descriptor(handle);
        return InKernel.Remove(Bytes(ref descriptor));
    }

    // Whoever calls this keeps the handle open.
    private static int Descriptor(SafeHandle handle) => !handle.IsClosed ? (int)handle.DangerousGetHandle() : throw new ObjectDisposedException(handle.GetType().Name);

    private static ReadOnlySpan<byte> Bytes(ref int descriptor) => MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref descriptor));

    private static TOwner Checked(TOwner owner) => owner ?? throw new BpfFaultException("The object is null.");
}
