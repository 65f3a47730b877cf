using System.Reflection;
using CsBpf.Kernel;
using CsBpf.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>Interpolated output: the kernel's printf writes, byte for byte, what the CLR writes.</summary>
[Collection(KernelStateCollection.Name)]
public class FormatTests
{
    private const ulong RootCgroup = 1;
    private const string Trace = "/sys/kernel/tracing/trace";

    [RequiresBpfFact(Kernel = "6.1")]
    public void Print_InTheKernel_WritesWhatTheClrWrites()
    {
        string source = Program("""
            f.Print($"{_int}|{_int,8}|{_int,-8}|{_int:d}|{_int:D1}|{_int:x}|{_int:X}\n");
            f.Print($"{_int:x8}|{_int:X4}|{_int,10:x8}|{_int,-10:x8}|{_int,4:x8}\n");
            f.Print($"{_uint}|{_uint,12}|{_uint,-12}|{_uint:d12}|{_uint,14:d12}|{_uint:x}|{_uint:X10}|{_uint,3}\n");
            f.Print($"{_long}|{_long,22}|{_long,-22}|{_long:x}|{_long:X16}|{_long,20:x16}|{_long,-20:x16}|\n");
            f.Print($"{_ulong}|{_ulong,22}|{_ulong:d20}|{_ulong,-22:d20}|{_ulong:x}|{_ulong:X1}|{_ulong:x0}|\n");
            f.Print($"{_sbyte}|{_sbyte:x}|{_byte:x2}|{_byte,5}|{_short}|{_short:X}\n");
            f.Print($"{(uint)_ushort:d7}|{(int)_kind}|{(ulong)_int:x}|{(byte)_int:x}\n");
            f.Print($"{_true}|{_false}|{_true,6}|{_false,-6}|{_int > 0}|{!_true}|{true}|{false,7}\n");
            f.Print($"{_ascii}|{_latin}|{_euro}|{_ascii,4}|{_ascii,-4}|{'z'}|{'é'}|{_ascii}{_latin}{_euro}{_ascii}\n");
            f.Print($"{Name(1)}|{Name(1),8}|{Name(1),-8}|{Name(1),2}|{Name(0)}|{Name(1)}s|{Name(1)}5{Name(1)}x\n");
            f.Print($"100% {_int}% %d %s {{{_uint}}} \t\"\\\n");
            f.Print($"→ {_int} ← é{_uint}€\n");
            f.Print($"{_int} {_int} {_int} {_int} {_int} {_int} {_int} {_int} {_int} {_int} {_int} {_int} {Name(1)}a{Name(1)}b {_int}\n");
            f.Print($"{"text"}|{"right",9}|{"left",-9}|{nameof(Show)}|{Constant}|{Constant,6}\n");
            f.Print($"{_ip}|{_ip,17}|{_mac,-18}|{_mac}x{new IPv4Address(10, 0, 200, 30)}\n");
            f.Print($"{_wide}|{_wide,30}|{new IPv6Address(0, 0, 0, 0)}\n");
            f.Print($"{new IPv6Address(_uint, 0, 0, 0)}|{new IPv6Address(0, 0, 0xffff0000, _uint)}\n");
            f.Print("constant: 100%, {0}, → é\n");
            f.Print($"");
            f.Print($"{_int}");
            f.Print("\n");
            """);

        string kernel = InTheKernel(source);

        Assert.Equal(OnTheClr(source).Split('\n'), kernel.Split('\n'));
    }

    /// <summary>More than three values need a helper that older kernels don't have.</summary>
    [Theory]
    [InlineData(3, "5.15", false)]
    [InlineData(4, "5.15", true)]
    [InlineData(4, "5.16", false)]
    [InlineData(12, "5.16", false)]
    public void Print_ToTheTracePipe_HasTheFloorOfItsHelper(int holes, string targetKernel, bool isTooOld)
    {
        string source = TracingProgram(string.Concat(Enumerable.Repeat("{number} ", holes)));

        BpfCompilation compilation = BpfSource.Compile(source, targetKernel: Version.Parse(targetKernel));

        Assert.Equal(isTooOld ? ["CSBPF0211"] : [], compilation.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [RequiresBpfFact(Kernel = "5.16")]
    public void Print_OfManyValues_ReachesTheTracePipe()
    {
        using LoadedObject loaded = BpfSource.Load(TracingProgram("{number} {-(int)number,6} {number:x8}|{new IPv4Address(number)}|{number > 1}.{number < 1}"));

        loaded.Program<SyscallProgram>("Run").Run();

        Assert.Contains("4660  -4660 00001234|52.18.0.0|True.False", File.ReadAllText(Trace));
    }

    private static string InTheKernel(string source)
    {
        BpfCompilation compilation = BpfSource.Compile(source);
        Assert.Empty(compilation.Diagnostics);
        using LoadedObject loaded = LoadedObject.Load(BpfObjectSpec.Read(Assert.Single(compilation.Objects).Bytes.AsMemory()));
        using IteratorLink link = loaded.Program<IteratorProgram>("Show").Attach(IteratorTarget.Cgroup(RootCgroup));
        return link.ReadAllText();
    }

    private static string OnTheClr(string source)
    {
        CSharpCompilation compilation = BpfSource.Parse(source);
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        Type type = Assembly.Load(image.ToArray()).GetType("Formats")!;
        var file = new SeqFile();
        type.GetMethod("Show")!.Invoke(Activator.CreateInstance(type), [file, new Cgroup()]);
        return file.ToString();
    }

    private static string TracingProgram(string text) => $$"""
        using CsBpf;

        [BpfObject]
        public partial class Tracing
        {
            private uint _number = 4660;

            [Syscall]
            public int Run()
            {
                uint number = _number;
                Bpf.Print($"{{text}}\n");
                return 0;
            }
        }
        """;

    private static string Program(string body) => $$"""
        using CsBpf;
        using CsBpf.Kernel;

        [BpfObject]
        public partial class Formats
        {
            private enum Kinds : short { Last = -3 }

            private const int Constant = 42;

            private int _int = -7;
            private uint _uint = 0xfeedbeef;
            private long _long = long.MinValue;
            private ulong _ulong = ulong.MaxValue;
            private sbyte _sbyte = -1;
            private byte _byte = 10;
            private short _short = short.MinValue;
            private ushort _ushort = 65535;
            private Kinds _kind = Kinds.Last;
            private bool _true = true;
            private bool _false;
            private char _ascii = 'a';
            private char _latin = 'é';
            private char _euro = '€';

            private static KernelString Name(int which)
            {
                if (which == 1)
                    return "app";
                return "";
            }

            [BpfView]
            public int Show(SeqFile f, Cgroup cg)
            {
                var _ip = new IPv4Address(_uint);
                var _mac = new MacAddress("\x52\x54\0\x12\xab\xcd"u8);
                var _wide = new IPv6Address(0xb80d0120, 0, 0, _uint);
                {{body}}
                return 0;
            }
        }
        """;
}
