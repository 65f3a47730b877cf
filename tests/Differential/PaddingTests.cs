using System.Reflection;
using System.Runtime.InteropServices;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>What programs put into maps with zeroes between the fields, user space and the simulation find, whatever they have there.</summary>
public class PaddingTests
{
    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class Padded
        {
            public struct Key
            {
                public byte Kind;
                public ulong Address;
                public bool IsOpen;
            }

            public struct Args
            {
                public byte Kind;
                public ulong Address;
                public long Result;
            }

            public readonly BpfHashMap<Key, long> Table = new(maxEntries: 8);

            [Syscall]
            public int Count(ref Args args)
            {
                args.Result = ++Table.GetOrAdd(new Key { Kind = args.Kind, Address = args.Address, IsOpen = true });
                return 0;
            }
        }
        """;

    private const ulong Address = 0x1122_3344_5566_7788;

    private record struct Args(byte Kind, ulong Address, long Result);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Key(byte Kind, ulong Address, bool IsOpen);

    [RequiresBpfFact(Kernel = "5.14")]
    public void Kernel_KeyWithPadding_IsOneEntryForBothSides()
    {
        using LoadedObject loaded = BpfSource.Load(Source);
        var table = new BpfHashMap<Key, long>(1);
        loaded.Bind(table, "Table");
        var args = new Args(3, Address, 0);

        table[Filled(0xAA)] = 10;
        loaded.Program<SyscallProgram>("Count").Run(ref args);

        Assert.Equal(11, args.Result);
        Assert.Equal(11, table[Filled(0x55)]);
        Assert.Equal(1, table.Count);
        Assert.True(table.Remove(Filled(0x77)));
    }

    [Fact]
    public void Clr_KeyWithPadding_IsOneEntryForBothSides()
    {
        object program = Activator.CreateInstance(CompiledClass.Load(Source, "Padded"))!;
        object table = program.GetType().GetField("Table")!.GetValue(program)!;
        typeof(PaddingTests).GetMethod(nameof(FindOnClr), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(program.GetType().GetNestedType("Key")!).Invoke(null, [program, table]);
    }

    private static void FindOnClr<T>(object program, object table)
        where T : unmanaged
    {
        var entries = (BpfHashMap<T, long>)table;
        MethodInfo count = program.GetType().GetMethod("Count")!;
        object?[] arguments = [Activator.CreateInstance(count.GetParameters()[0].ParameterType.GetElementType()!)];
        arguments[0]!.GetType().GetField("Kind")!.SetValue(arguments[0], (byte)3);
        arguments[0]!.GetType().GetField("Address")!.SetValue(arguments[0], Address);
        Span<Key> filled = [Filled(0xAA)];

        entries[MemoryMarshal.Cast<Key, T>(filled)[0]] = 10;
        count.Invoke(program, arguments);

        Assert.Equal(11L, Assert.Single(entries).Value);
    }

    private static Key Filled(byte filler)
    {
        Span<Key> key = stackalloc Key[1];
        MemoryMarshal.AsBytes(key).Fill(filler);
        key[0].Kind = 3;
        key[0].Address = Address;
        key[0].IsOpen = true;
        return key[0];
    }
}
