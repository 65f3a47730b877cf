using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Runs a program of one source on the CLR, and as SSA in the interpreter: they must agree.</summary>
internal static class ClrOracle
{
    private const int Seed = 4711;
    private const string EntryPoint = "Run";

    private static readonly long[] Interesting =
        [0, 1, 2, 3, 4, 5, 7, 8, 10, 31, 32, 63, 64, 127, 128, 255, 256, 1000, 32767, 65535, -1, -2, -7, -128, -32768, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>Checks a program that takes one struct by reference: what it returns, and what it leaves in the struct.</summary>
    /// <param name="source">The source of its BPF object.</param>
    /// <param name="inputs">The number of inputs to try.</param>
    /// <returns>The different answers, as text: one alone proves little.</returns>
    public static IReadOnlyCollection<string> Check(string source, int inputs)
    {
        CSharpCompilation compilation = FrontendCompilation.Parse(source);
        FrontendCompilation compiled = FrontendCompilation.Compile(source);
        Assert.Empty(compiled.Diagnostics);
        Function program = compiled.Module!.Functions.Single(function => function.Program is not null);
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        MethodInfo run = Assembly.Load(image.ToArray()).GetTypes().SelectMany(type => type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)).Single(method => method.Name == EntryPoint);
        Type arguments = run.GetParameters()[0].ParameterType.GetElementType()!;
        return (IReadOnlyCollection<string>)typeof(ClrOracle).GetMethod(nameof(Compare), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [run, program, inputs], null)!;
    }

    private delegate int Body<T>(ref T arguments);

    private static HashSet<string> Compare<T>(MethodInfo run, Function program, int inputs)
        where T : unmanaged
    {
        var random = new Random(Seed);
        (FieldInfo Field, object? Value)[] state = [.. Variables(run.DeclaringType!).Select(field => (field, field.GetValue(null)))];
        var answers = new HashSet<string>();
        for (int i = 0; i < inputs; i++)
        {
            object boxed = default(T);
            Fill(boxed, random);
            var input = (T)boxed;
            foreach ((FieldInfo field, object? value) in state)
                field.SetValue(null, value);
            string expected = RunOnClr(run, input, (int)program.Program!.FaultValue);
            byte[] memory = Bytes(input);
            long result = IrInterpreter.Run(program, memory);
            string actual = Format((int)result, MemoryMarshal.Read<T>(memory));
            Assert.True(expected == actual, $"{Format(0, input)}\nCLR: {expected}\nSSA: {actual}\n{IrPrinter.Print(program)}");
            answers.Add(actual);
        }

        return answers;
    }

    private static string RunOnClr<T>(MethodInfo run, T arguments, int faultValue)
        where T : unmanaged
    {
        Body<T> body = run.CreateDelegate<Body<T>>(run.IsStatic ? null : Activator.CreateInstance(run.DeclaringType!));
        int result;
        try
        {
            result = body(ref arguments);
        }
        catch (Exception)
        {
            result = faultValue;
        }

        return Format(result, arguments);
    }

    private static byte[] Bytes<T>(T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    private static string Format<T>(int result, T arguments)
        where T : unmanaged => $"{result} {{ {Describe(arguments)} }}";

    private static string Describe(object value)
    {
        Type type = value.GetType();
        return type.IsPrimitive || type.IsEnum
            ? value is char character ? ((int)character).ToString() : type.IsEnum ? Enum.Format(type, value, "d") : value.ToString()!
            : string.Join(' ', Fields(type).Select(field => $"{field.Name}={Describe(field.GetValue(value)!)}"));
    }

    private static void Fill(object target, Random random)
    {
        foreach (FieldInfo field in Fields(target.GetType()))
        {
            Type type = field.FieldType.IsEnum ? field.FieldType.GetEnumUnderlyingType() : field.FieldType;
            if (type.IsPrimitive)
            {
                field.SetValue(target, Number(type, random));
                continue;
            }

            object inner = RuntimeHelpers.GetUninitializedObject(type);
            Fill(inner, random);
            field.SetValue(target, inner);
        }
    }

    private static object Number(Type type, Random random)
    {
        long number = random.Next(4) switch
        {
            0 => random.NextInt64(long.MinValue, long.MaxValue),
            1 => random.Next(-10, 10),
            _ => Interesting[random.Next(Interesting.Length)],
        };
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => (number & 1) != 0,
            TypeCode.Char => (char)number,
            TypeCode.SByte => (sbyte)number,
            TypeCode.Byte => (byte)number,
            TypeCode.Int16 => (short)number,
            TypeCode.UInt16 => (ushort)number,
            TypeCode.Int32 => (int)number,
            TypeCode.UInt32 => (uint)number,
            TypeCode.Int64 => number,
            TypeCode.UInt64 => (ulong)number,
            _ => type == typeof(nint) ? (nint)number : (object)(nuint)number,
        };
    }

    // Each run starts anew.
    private static IEnumerable<FieldInfo> Variables(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => !field.IsLiteral && !field.IsInitOnly);

    private static FieldInfo[] Fields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
