using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CsBpf.Differential.Tests;

/// <summary>A construct as the CLR runs it: one object, whose maps and globals live in memory from run to run.</summary>
internal abstract class ClrConstruct
{
    /// <summary>The fields of its arguments.</summary>
    public required IReadOnlyList<ArgumentField> Fields { get; init; }

    /// <summary>The size of its arguments, in bytes.</summary>
    public abstract int ArgumentsSize { get; }

    /// <summary>A fresh object of the construct <paramref name="name"/>.</summary>
    public static ClrConstruct Create(string name)
    {
        // A copy of the assembly, so that static fields are fresh as well.
        var context = new AssemblyLoadContext(name, isCollectible: true);
        Assembly copy = context.LoadFromAssemblyPath(typeof(ClrConstruct).Assembly.Location);
        return Create(copy.GetType($"CsBpf.Constructs.{name}", throwOnError: true)!, "Run");
    }

    /// <summary>An object of a class with the program <paramref name="method"/>.</summary>
    /// <param name="type">The class.</param>
    /// <param name="method">The program.</param>
    /// <param name="target">The object; null for a fresh one.</param>
    public static ClrConstruct Create(Type type, string method, object? target = null)
    {
        MethodInfo run = type.GetMethod(method)!;
        Type arguments = run.GetParameters()[0].ParameterType.GetElementType()!;

        return (ClrConstruct)typeof(ClrConstruct)
            .GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments)
            .Invoke(null, [type, run, target])!;
    }

    /// <summary>Runs it, and turns what throws into the program's fault value.</summary>
    public abstract ConstructOutcome Run(ReadOnlySpan<byte> input);

    private static ClrConstruct CreateTyped<TArguments>(Type type, MethodInfo run, object? target)
        where TArguments : unmanaged
    {
        target = run.IsStatic ? null : target ?? Activator.CreateInstance(type);
        int onFault = run.GetCustomAttribute<SyscallAttribute>()!.OnFault;
        return new Typed<TArguments>(run.CreateDelegate<Typed<TArguments>.Method>(target), onFault)
        {
            Fields = ArgumentField.Of(typeof(TArguments)),
        };
    }

    private sealed class Typed<TArguments>(Typed<TArguments>.Method method, int onFault) : ClrConstruct
        where TArguments : unmanaged
    {
        public delegate int Method(ref TArguments arguments);

        public override int ArgumentsSize => Unsafe.SizeOf<TArguments>();

        public override ConstructOutcome Run(ReadOnlySpan<byte> input)
        {
            TArguments arguments = MemoryMarshal.Read<TArguments>(input);
            int result;
            try
            {
                result = method(ref arguments);
            }
            catch (Exception e) when (e is ArithmeticException or IndexOutOfRangeException or ArgumentException or InvalidOperationException
                or NullReferenceException or BpfFaultException)
            {
                result = onFault;
            }

            return new ConstructOutcome(result, MemoryMarshal.AsBytes(new ReadOnlySpan<TArguments>(in arguments)).ToArray());
        }
    }
}
