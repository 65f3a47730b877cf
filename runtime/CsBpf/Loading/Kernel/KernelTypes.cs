using System.Collections.Concurrent;
using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>
/// The types of the running kernel and of its modules. The modules are looked through where the kernel itself does not have what is asked
/// for; their BTF is held open until this is disposed, for the kernel is told by a descriptor which module is meant.
/// </summary>
internal sealed class KernelTypes : IDisposable
{
    /// <summary>The types of modules by the id of their BTF, which the kernel never gives twice.</summary>
    private static readonly ConcurrentDictionary<uint, BtfTypes> Parsed = new();

    private readonly Lazy<IReadOnlyList<KernelModule>> _modules = new(OpenModules);

    /// <summary>The kernel's own types.</summary>
    /// <exception cref="FeatureNotSupportedException">The kernel was built without BTF.</exception>
    public BtfTypes Kernel => KernelBtf.Running;

    /// <summary>The modules that have types; none where this process may not see them (needs CAP_SYS_ADMIN).</summary>
    public IReadOnlyList<KernelModule> Modules => _modules.Value;

    /// <summary>Looks for a type, in the kernel and then in its modules.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="module">The module to look in, <c>vmlinux</c> for none; null for all.</param>
    public KernelType? Find(string name, BtfKind kind, string? module = null)
    {
        if (module is null or KernelModule.KernelName && Kernel.FindByName(name, kind) is { } known)
            return new KernelType(Kernel, known, null);

        if (module == KernelModule.KernelName)
            return null;
        foreach (var candidate in Modules)
        {
            if ((module is null || candidate.Name == module) &&
                candidate.Types.FindByName(name, kind) is { } id && id >= candidate.Types.FirstId)
                return new KernelType(candidate.Types, id, candidate);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_modules.IsValueCreated)
            return;
        foreach (var module in Modules)
            module.Handle.Dispose();
    }

    private static List<KernelModule> OpenModules()
    {
        var modules = new List<KernelModule>();
        try
        {
            for (uint id = BtfCalls.NextId(0); id != 0; id = BtfCalls.NextId(id))
            {
                if (Open(id) is { } module)
                    modules.Add(module);
            }

            return modules;
        }
        catch
        {
            foreach (var module in modules)
                module.Handle.Dispose();
            throw;
        }
    }

    /// <summary>The module whose BTF has the id; null where the BTF is no module's, or is gone.</summary>
    private static KernelModule? Open(uint id)
    {
        if (BtfCalls.TryOpen(id) is not { } handle)
            return null;
        try
        {
            if (BtfCalls.ModuleOf(handle) is { } name)
                return new KernelModule(name, handle, Parsed.GetOrAdd(id, _ => BtfTypes.Parse(BtfCalls.Read(handle), KernelBtf.Running)));
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        handle.Dispose();
        return null;
    }
}

/// <summary>A module of the kernel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Handle">Its BTF.</param>
/// <param name="Types">Its types, which continue the kernel's.</param>
internal sealed record KernelModule(string Name, BtfHandle Handle, BtfTypes Types)
{
    /// <summary>The name that stands for the kernel itself.</summary>
    public const string KernelName = "vmlinux";
}

/// <summary>A type of the kernel or of a module.</summary>
/// <param name="Types">The types that it is one of.</param>
/// <param name="Id">Its id among them.</param>
/// <param name="Module">The module; null for the kernel's own types.</param>
internal readonly record struct KernelType(BtfTypes Types, uint Id, KernelModule? Module)
{
    /// <summary>The type.</summary>
    public BtfType Type => Types[Id];
}
