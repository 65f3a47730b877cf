using System.Collections.Concurrent;
using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What a kernel may lack, and a loader can do without.</summary>
internal enum KernelFeature
{
    /// <summary>BTF of programs (Linux 4.18).</summary>
    Btf,

    /// <summary>Functions in BTF (Linux 5.0).</summary>
    BtfFunctions,

    /// <summary>Global functions in BTF (Linux 5.6).</summary>
    BtfGlobalFunctions,

    /// <summary>Variables and data sections in BTF (Linux 5.2).</summary>
    BtfDataSections,

    /// <summary>Data sections whose name starts with a question mark (Linux 6.9).</summary>
    BtfOptionalSections,

    /// <summary>Floating-point numbers in BTF (Linux 5.13).</summary>
    BtfFloat,

    /// <summary>Tags on declarations in BTF (Linux 5.16).</summary>
    BtfDeclarationTags,

    /// <summary>Tags on types in BTF (Linux 5.17).</summary>
    BtfTypeTags,

    /// <summary>Enumerations of 64 bits, and signs of enumerations, in BTF (Linux 6.0).</summary>
    BtfEnum64,

    /// <summary>Arrays that user space can map (Linux 5.5).</summary>
    MmapableArrays,
}

/// <summary>What the running kernel has: found by trying, when it is first asked for.</summary>
internal static class KernelFeatures
{
    private static readonly ConcurrentDictionary<KernelFeature, bool> Found = new();

    /// <summary>Whether the running kernel has a feature.</summary>
    public static bool Has(KernelFeature feature) => Found.GetOrAdd(feature, Probe);

    private static bool Probe(KernelFeature feature) => feature switch
    {
        KernelFeature.Btf => Accepts(),
        KernelFeature.BtfFunctions => AcceptsFunction(BtfFunctionLinkage.Static),
        KernelFeature.BtfGlobalFunctions => AcceptsFunction(BtfFunctionLinkage.Global),
        KernelFeature.BtfDataSections => AcceptsSection(".data"),
        KernelFeature.BtfOptionalSections => AcceptsSection("?.data"),
        KernelFeature.BtfFloat => Accepts(new BtfFloat("float", 4)),
        KernelFeature.BtfDeclarationTags => AcceptsDeclarationTag(),
        KernelFeature.BtfTypeTags => Accepts(new BtfTypeTag("tag", 1), new BtfPointer(2)),
        KernelFeature.BtfEnum64 => Accepts(new BtfEnum("e", 8, IsSigned: false, Is64Bit: true, [])),
        KernelFeature.MmapableArrays => AcceptsMmapableArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(feature)),
    };

    private static bool AcceptsFunction(BtfFunctionLinkage linkage) => Accepts(
        new BtfFunctionPrototype(0, [new BtfParameter("a", 1)]), new BtfFunction("f", 2, linkage));

    private static bool AcceptsSection(string name) => Accepts(
        new BtfVariable("v", 1, BtfVariableLinkage.Static),
        new BtfDataSection(name, sizeof(int), [new BtfDataSectionEntry(2, 0, sizeof(int))]));

    private static bool AcceptsDeclarationTag() => Accepts(
        new BtfVariable("v", 1, BtfVariableLinkage.Static), new BtfDeclTag("tag", 2));

    /// <summary>Whether the kernel takes BTF of these types, with the ids from 2; 1 is an integer.</summary>
    private static bool Accepts(params ReadOnlySpan<BtfType> types)
    {
        var builder = new BtfBuilder();
        builder.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed));
        foreach (var type in types)
            builder.Add(type);

        return Close(BtfCalls.TryLoad(builder.ToBytes(!BitConverter.IsLittleEndian), log: []));
    }

    private static bool AcceptsMmapableArray()
    {
        var attributes = new MapCreateAttributes
        {
            MapType = (uint)BpfMapType.Array,
            KeySize = sizeof(int),
            ValueSize = sizeof(int),
            MaxEntries = 1,
            MapFlags = (uint)BpfMapFlags.Mmapable,
        };
        return Close(MapCalls.TryCreate(ref attributes));
    }

    private static bool Close(int descriptor)
    {
        if (descriptor >= 0)
            LibC.Close(descriptor);
        return descriptor >= 0;
    }
}
