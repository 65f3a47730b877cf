using System.Reflection;
using System.Runtime.InteropServices;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>A random class on both sides: an object whose programs the CLR runs, and one in the kernel.</summary>
internal sealed class RandomObject : IDisposable
{
    private readonly LoadedObject _kernel;
    private readonly Type _type;
    private readonly object _clr;
    private readonly object _mirror;

    /// <param name="type">The class; its static fields are fresh.</param>
    /// <param name="kernel">The same, loaded.</param>
    public RandomObject(Type type, LoadedObject kernel)
    {
        _kernel = kernel;
        _type = type;
        _clr = Activator.CreateInstance(type)!;
        _mirror = Activator.CreateInstance(type)!;
        foreach (FieldInfo field in Maps)
            kernel.Bind((BpfMap)field.GetValue(_mirror)!, field.Name);
    }

    private IEnumerable<FieldInfo> Maps => _type.GetFields().Where(map => map.FieldType.IsSubclassOf(typeof(BpfMap)));

    private IEnumerable<FieldInfo> Globals =>
        _type.GetFields(BindingFlags.Static | BindingFlags.Public).Where(global => !global.IsInitOnly && !global.IsLiteral);

    /// <summary>Runs a program with many inputs, one after the other; says how the sides differ, null where they don't.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="seed">The same gives the same inputs.</param>
    /// <param name="comparesState">True to compare globals and maps after each run, not just after the last.</param>
    public string? Compare(string program, int inputs, int seed, bool comparesState = false)
    {
        int run = 0;
        foreach (string? difference in Runs(program, inputs, seed))
        {
            run++;
            if (difference is not null)
                return $"run {run} of {inputs}\n{difference}";
            if (comparesState && CompareState() is { } state)
                return $"run {run} of {inputs}, afterwards:\n{state}";
        }

        return CompareState() is { } left ? $"after the last run:\n{left}" : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    /// <summary>How the sides differ in each run, null where they don't.</summary>
    private IEnumerable<string?> Runs(string program, int inputs, int seed)
    {
        if (_kernel.Program(program) is XdpProgram packets)
        {
            var run = _type.GetMethod(program)!.CreateDelegate<Func<XdpContext, XdpAction>>(_clr);
            var random = new Random(seed);
            return Enumerable.Range(0, inputs).Select(_ => PacketOutcome.Compare(run, packets, PacketOutcome.NewPacket(random)));
        }

        var clr = ClrConstruct.Create(_type, program, _clr);
        var kernel = _kernel.Program<SyscallProgram>(program);
        return ConstructInputs.Random(clr.Fields, clr.ArgumentsSize, inputs, seed)
            .Select(input => ConstructOutcome.Compare(clr, kernel, input));
    }

    private string? CompareState()
    {
        string clr = string.Join('\n', State(_clr, field => field.GetValue(null)!));
        string kernel = string.Join('\n', State(_mirror, ReadGlobal));
        return clr == kernel ? null : $"CLR:\n{clr}\nkernel:\n{kernel}";
    }

    private IEnumerable<string> State(object instance, Func<FieldInfo, object> readGlobal)
    {
        foreach (FieldInfo field in Globals)
            yield return $"  {field.Name}: {Format((dynamic)readGlobal(field))}";
        foreach (FieldInfo field in Maps)
            yield return $"  {field.Name}: {Entries((dynamic)field.GetValue(instance)!)}";
    }

    private object ReadGlobal(FieldInfo field) =>
        GetType().GetMethod(nameof(ReadTyped), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(field.FieldType)
            .Invoke(this, [field.Name])!;

    private object ReadTyped<T>(string name)
        where T : unmanaged => _kernel.Global<T>(name);

    private static string Entries<TValue>(BpfArrayMap<TValue> map)
        where TValue : unmanaged => string.Join(", ", Enumerable.Range(0, map.MaxEntries).Select(i => Format(map[i])));

    private static string Entries<TKey, TValue>(BpfHashMap<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged =>
        string.Join(", ", map.Select(entry => $"{{{Format(entry.Key)}}}: {{{Format(entry.Value)}}}").Order(StringComparer.Ordinal));

    private static string Format<T>(T value)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        var text = new List<string>();
        foreach (ArgumentField field in FieldsOf<T>.All)
            text.Add(field.Format(bytes));
        return string.Join(' ', text);
    }

    private static class FieldsOf<T>
    {
        public static readonly IReadOnlyList<ArgumentField> All = ArgumentField.Of(typeof(T));
    }
}
