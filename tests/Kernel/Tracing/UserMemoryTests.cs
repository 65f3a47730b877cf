using System.Runtime.InteropServices;
using System.Text;
using CsBpf.KernelTests.Support;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.KernelTests.Tracing;

/// <summary>Programs read the memory of the process that they run for; where there is none, they are told.</summary>
public sealed class UserMemoryTests
{
    private const string Source =
        """
        using System.Runtime.CompilerServices;
        using CsBpf;

        [BpfObject]
        public partial class Reader
        {
            [InlineArray(8)]
            public struct Text
            {
                private byte _first;
            }

            public struct Pair
            {
                public int Left;
                public long Right;
            }

            public struct Args
            {
                public nuint Numbers, Name;
                public long Sum, Right;
                public int Found, Length;
                public Text Read;
            }

            [Syscall]
            static int Run(ref Args args)
            {
                var numbers = new UserPointer<Pair>(args.Numbers);
                args.Found = numbers.TryRead(out Pair first) ? 1 : 0;
                args.Found |= (numbers + 1).TryRead(out Pair second) ? 2 : 0;
                args.Sum = first.Left + second.Left;
                args.Right = second.Right;
                args.Found |= new UserString(args.Name).TryRead(out Text text, out int length) ? 4 : 0;
                args.Length = length;
                args.Read = text;
                return 0;
            }
        }
        """;

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(BpfIsa.V1, "name", 4)]
    [InlineData(BpfIsa.V3, "name", 4)]
    [InlineData(BpfIsa.V3, "", 0)]
    [InlineData(BpfIsa.V4, "longer than it can be", 7)]
    public unsafe void Memory_OfThisProcess_IsRead(BpfIsa isa, string name, int length)
    {
        using var loaded = BpfSource.Load(Source, isa: isa);
        using var bytes = new PinnedText(name);
        Pair[] pairs = [new() { Left = 3, Right = 4 }, new() { Left = 50, Right = 60 }];
        fixed (Pair* numbers = pairs)
        {
            Args args = Run(loaded, (nuint)numbers, bytes.Address);

            Assert.Equal((7, 53L, 60L, length), (args.Found, args.Sum, args.Right, args.Length));
            Assert.Equal(name[..length].PadRight(8, '\0'), Encoding.ASCII.GetString(new ReadOnlySpan<byte>(args.Read, 8)));
        }
    }

    [RequiresBpfTheory(Kernel = "5.14")]
    [InlineData(0UL)]
    [InlineData(0x10UL)]
    [InlineData(0xffff_8000_0000_0000UL)]
    public unsafe void Address_OfNothing_GivesZeroes(ulong address)
    {
        using var loaded = BpfSource.Load(Source);

        Args args = Run(loaded, (nuint)address, (nuint)address);

        Assert.Equal((0, 0L, 0L, 0, 0UL), (args.Found, args.Sum, args.Right, args.Length, *(ulong*)args.Read));
    }

    /// <summary>What the program calls, on the CLR.</summary>
    [Fact]
    public void Memory_OnTheClr_IsThatOfTheSimulation()
    {
        var simulation = new BpfSimulation { UserMemory = { [0x1000] = BitConverter.GetBytes(5L), [0x2000] = "name\0"u8.ToArray() } };
        simulation.Run(() =>
        {
            Assert.True(new UserPointer<int>(0x1000).TryRead(out int low));
            Assert.True((new UserPointer<int>(0x1000) + 1).TryRead(out int high));
            Assert.True(new UserString(0x2000).TryRead(out uint text, out int length));
            Assert.Equal((5, 0, 3, "nam"), (low, high, length, Encoding.ASCII.GetString(BitConverter.GetBytes(text)).TrimEnd('\0')));
            Assert.False(new UserPointer<long>(0x10).TryRead(out long nothing));
            Assert.False(new UserString(0x10).TryRead(out text));
            Assert.Equal((0L, 0U), (nothing, text));
        });
        Assert.Empty(simulation.Faults);
    }

    private static unsafe Args Run(LoadedObject loaded, nuint numbers, nuint name)
    {
        var args = new Args { Numbers = numbers, Name = name };
        loaded.Program<SyscallProgram>("Run").Run(ref args);
        return args;
    }

#pragma warning disable CS0649 // The kernel writes them.
    private struct Pair
    {
        public int Left;
        public long Right;
    }

    private unsafe struct Args
    {
        public nuint Numbers;
        public nuint Name;
        public long Sum;
        public long Right;
        public int Found;
        public int Length;
        public fixed byte Read[8];
    }
#pragma warning restore CS0649

    private sealed class PinnedText(string text) : IDisposable
    {
        private GCHandle _handle = GCHandle.Alloc(Encoding.ASCII.GetBytes(text + '\0'), GCHandleType.Pinned);

        public nuint Address => (nuint)_handle.AddrOfPinnedObject();

        public void Dispose() => _handle.Free();
    }
}
