using System.Collections.Concurrent;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Support;

/// <summary>The BPF objects of the samples, compiled here from their sources.</summary>
internal static class Sample
{
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Objects = new();

    /// <summary>The text of a sample's <c>.bpf.cs</c>.</summary>
    /// <param name="name">As in <c>CgroupViews</c>.</param>
    public static string ReadSource(string name)
    {
        using var reader = new StreamReader(typeof(Sample).Assembly.GetManifestResourceStream($"Samples/{name}.bpf.cs")!);
        return reader.ReadToEnd();
    }

    /// <summary>The bytes of a sample's object.</summary>
    public static byte[] Compile(string name) =>
        Objects.GetOrAdd(name, _ => new Lazy<byte[]>(() => BpfSource.CompileObject(ReadSource(name), $"{name}.bpf.cs"))).Value;

    /// <summary>Loads a sample's object.</summary>
    public static LoadedObject Load(string name) => LoadedObject.Load(BpfObjectSpec.Read(Compile(name), name));
}
