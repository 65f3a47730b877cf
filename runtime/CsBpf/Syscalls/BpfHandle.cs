using System.Runtime.InteropServices;

namespace CsBpf.Syscalls;

/// <summary>Owns the descriptor of an object of the kernel.</summary>
internal abstract class BpfHandle() : SafeHandle(invalidHandleValue: -1, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle < 0;

    /// <summary>What the kernel calls such an object: <c>map</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Keeps the descriptor open until the lease is disposed, whoever closes the handle meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The handle was closed.</exception>
    public DescriptorLease Lease() => new(this);

    /// <summary>Takes over a descriptor.</summary>
    internal void Take(int descriptor) => SetHandle(descriptor);

    /// <summary>Gives the descriptor away: who takes it closes it.</summary>
    public int Release()
    {
        int descriptor = (int)handle;
        SetHandleAsInvalid();
        return descriptor;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}

/// <summary>Owns the descriptor of a map.</summary>
internal sealed class MapHandle : BpfHandle
{
    /// <inheritdoc/>
    public override string Kind => "map";
}

/// <summary>Owns the descriptor of a program.</summary>
internal sealed class ProgramHandle : BpfHandle
{
    /// <inheritdoc/>
    public override string Kind => "prog";
}

/// <summary>Owns the descriptor of a link.</summary>
internal sealed class LinkHandle : BpfHandle
{
    /// <inheritdoc/>
    public override string Kind => "link";
}

/// <summary>Owns the descriptor of BTF that the kernel holds.</summary>
internal sealed class BtfHandle : BpfHandle
{
    /// <inheritdoc/>
    public override string Kind => "btf";
}

/// <summary>Owns the descriptor of a file or directory.</summary>
internal sealed class FileHandle : BpfHandle
{
    /// <inheritdoc/>
    public override string Kind => "file";
}

/// <summary>A descriptor that stays open for a call.</summary>
internal readonly ref struct DescriptorLease
{
    private readonly BpfHandle? _handle;

    public DescriptorLease(BpfHandle handle)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
    }

    /// <summary>The descriptor; 0, which the kernel takes for none, where there is no handle.</summary>
    public int Descriptor => _handle is null ? 0 : (int)_handle.DangerousGetHandle();

    /// <summary>Ends the lease.</summary>
    public void Dispose() => _handle?.DangerousRelease();
}
