using System.Reflection;
using System.Runtime.InteropServices;
using CsBpf.Object.Btf;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>The fields of contexts are where the running kernel has fields of that size.</summary>
public sealed class ContextFieldTests
{
    public static TheoryData<string> Contexts =>
        [.. typeof(ProgramContextAttribute).Assembly.GetTypes().Where(type => type.IsDefined(typeof(ProgramContextAttribute))).Select(type => type.Name)];

    [RequiresBpfTheory(Kernel = "6.7")]
    [MemberData(nameof(Contexts))]
    public void Fields_AreThoseOfTheKernel(string name)
    {
        Type context = typeof(ProgramContextAttribute).Assembly.GetType($"CsBpf.{name}")!;
        string kernelName = context.GetCustomAttribute<ProgramContextAttribute>()!.Name;
        BtfTypes types = BtfTypes.Parse(File.ReadAllBytes("/sys/kernel/btf/vmlinux"));
        List<(int Offset, int Size)> fields = [.. Fields(types, types.FindByName(kernelName, BtfKind.Struct)!.Value, 0)];

        foreach (PropertyInfo property in context.GetProperties())
        {
            if (property.GetCustomAttribute<ContextFieldAttribute>() is { } field)
                Assert.True(Has(field.Offset, SizeOf(property.PropertyType)), $"{kernelName} has no {property.Name} at {field.Offset}");
            if (property.GetCustomAttribute<PacketRangeAttribute>() is not { } range)
                continue;
            int size = range.IsWide ? 8 : 4;
            Assert.True(Has(range.Start, size) && Has(range.End, size), $"{kernelName} has no {property.Name}");
        }

        // A property may be a part of a field.
        bool Has(int offset, int size) => fields.Any(field => offset >= field.Offset && offset + size <= field.Offset + field.Size);
    }

    private static int SizeOf(Type type) =>
        type.IsClass ? nint.Size : Marshal.SizeOf(type.IsEnum ? type.GetEnumUnderlyingType() : type);

    private static IEnumerable<(int Offset, int Size)> Fields(BtfTypes types, uint id, int start)
    {
        id = types.ResolveQualifiers(id);
        switch (types[id])
        {
            case BtfComposite composite:
                return composite.Members.SelectMany(member => Fields(types, member.Type, start + (int)member.BitOffset / 8));
            case BtfArray array:
                int size = (int)types.SizeOf(array.Element);
                return Enumerable.Range(0, (int)array.Length).SelectMany(index => Fields(types, array.Element, start + (index * size)));
            default:
                return [(start, (int)types.SizeOf(id))];
        }
    }
}
