using System.Buffers.Binary;
using CsBpf.Object;
using CsBpf.Object.Elf;
using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

public sealed class SpecTests
{
    private const string Source = """
        #include <linux/bpf.h>
        #include <bpf/bpf_helpers.h>

        struct inner {
            __uint(type, BPF_MAP_TYPE_ARRAY);
            __uint(max_entries, 2);
            __type(key, int);
            __type(value, long);
        } first SEC(".maps"), second SEC(".maps");

        struct {
            __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
            __uint(max_entries, 4);
            __type(key, int);
            __array(values, struct inner);
        } outer SEC(".maps") = { .values = { [1] = &first, [3] = &second } };

        int tail(struct __sk_buff *skb);

        struct {
            __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
            __uint(max_entries, 2);
            __uint(key_size, 4);
            __array(values, int (struct __sk_buff *));
        } jumps SEC(".maps") = { .values = { [1] = (void *)&tail } };

        struct {
            __uint(type, BPF_MAP_TYPE_LRU_HASH);
            __uint(max_entries, 100);
            __uint(map_flags, BPF_F_NO_COMMON_LRU);
            __uint(pinning, LIBBPF_PIN_BY_NAME);
            __uint(key_size, 12);
            __uint(value_size, 16);
        } pinned SEC(".maps");

        const volatile unsigned short port = 80;
        static volatile const char text[] = "abc";
        int counter = 3;
        long zeroed;
        unsigned char custom SEC(".data.custom") = 9;

        extern int LINUX_KERNEL_VERSION __kconfig;
        extern int CONFIG_HZ __kconfig __weak;
        extern void kernel_function(void) __ksym __weak;

        static __noinline int helper(int x) { counter += x; return x * port; }

        SEC("tc")
        int tail(struct __sk_buff *skb) { return helper(skb->len) + text[skb->len & 1] + custom; }

        SEC("?xdp.frags")
        int optional(struct xdp_md *ctx)
        {
            zeroed += LINUX_KERNEL_VERSION + CONFIG_HZ;
            if (kernel_function)
                kernel_function();
            return XDP_PASS;
        }

        SEC("fentry.s/do_nothing")
        int sleepy(void *ctx) { return 0; }

        SEC("who/knows")
        int unknown(void *ctx) { return 0; }

        char LICENSE[] SEC("license") = "Dual MIT/GPL";
        """;

    private static readonly Lazy<byte[]> Compiled = new(() => Clang.Compile(Source));

    private static BpfObjectSpec Read() => BpfObjectSpec.Read(Compiled.Value, "some_object.bpf.o");

    [RequiresToolFact(Clang.Tool)]
    public void Programs_AreWhatTheirSectionsSay()
    {
        var spec = Read();

        Assert.Equal("Dual MIT/GPL", spec.License);
        Assert.Equal(["tail", "optional", "sleepy", "unknown"], spec.Programs.Select(program => program.Name));
        Assert.Equal((BpfProgramType.TrafficClassifier, true), (spec.Program("tail").Type, spec.Program("tail").AutoLoad));
        var optional = spec.Program("optional");
        Assert.Equal(("xdp.frags", BpfProgramType.Xdp, BpfAttachType.Xdp), (optional.SectionName, optional.Type, optional.AttachType));
        Assert.True(optional.TakesFragments);
        Assert.False(optional.AutoLoad);
        var sleepy = spec.Program("sleepy");
        Assert.Equal((BpfProgramType.Tracing, BpfAttachType.TraceFentry, "do_nothing"), (sleepy.Type, sleepy.AttachType, sleepy.Target));
        Assert.True(sleepy.IsSleepable);
        Assert.Equal(BpfProgramType.Unspecified, spec.Program("unknown").Type);
    }

    [RequiresToolFact(Clang.Tool)]
    public void Maps_AreWhatTheirDefinitionsSay()
    {
        var spec = Read();

        var pinned = spec.Map("pinned");
        Assert.Equal((BpfMapType.LruHash, 12u, 16u, 100u), (pinned.Type, pinned.KeySize, pinned.ValueSize, pinned.MaxEntries));
        Assert.Equal(BpfMapFlags.NoCommonLru, pinned.Flags);
        Assert.True(pinned.IsPinnedByName);
        var outer = spec.Map("outer");
        Assert.Equal((4u, 4u, 8u), (outer.ValueSize, outer.KeySize, outer.InnerMap!.ValueSize));
        Assert.Equal([(1u, "first"), (3u, "second")], outer.Slots.Select(slot => (slot.Index, slot.Map!.Name)));
        Assert.Equal([(1u, "tail")], spec.Map("jumps").Slots.Select(slot => (slot.Index, slot.Function!.Name)));
    }

    [RequiresToolFact(Clang.Tool)]
    public void Globals_AreMapsWithTheirValues()
    {
        var spec = Read();

        Assert.Equal("some_obj.rodata", spec.Map(".rodata").KernelName);
        Assert.Equal(".data.custom", spec.Map(".data.custom").KernelName);
        Assert.Equal(BpfMapFlags.ReadOnlyProgram | BpfMapFlags.Mmapable, spec.Map(".rodata").Flags);
        Assert.Equal(["port", "text"], spec.Map(".rodata").Variables.Select(variable => variable.Name).Order());
        Assert.Equal(80, spec.Global<ushort>("port"));
        Assert.Equal(3, spec.Global<int>("counter"));
        Assert.Equal(9, spec.Global<byte>("custom"));
        Assert.Equal(0, spec.Global<long>("zeroed"));
        spec.Global<ushort>("port") = 443;
        Assert.Equal(443, spec.Global<ushort>("port"));
        Assert.Contains("2 bytes", Assert.Throws<ArgumentException>(() => spec.Global<int>("port")).Message);
        Assert.Contains("counter", Assert.Throws<KeyNotFoundException>(() => spec.Global<int>("nothing")).Message);
    }

    [RequiresToolFact(Clang.Tool)]
    public void Configuration_IsASectionOfItsOwn()
    {
        var configuration = Read().Map(".kconfig").Configuration;
        Assert.Equal(
            [("CONFIG_HZ", true), ("LINUX_KERNEL_VERSION", false)], configuration.Select(value => (value.Name, value.IsWeak)).Order());
        Assert.All(configuration, value => Assert.Equal(ConfigurationShape.Number, value.Shape));
    }

    [RequiresToolFact(Clang.Tool)]
    public void Program_Linked_BringsTheFunctionsThatItCalls()
    {
        var spec = Read();
        var linked = LinkedProgram.Link(spec.Program("tail").Function);

        Assert.Equal(["tail", "helper"], linked.Functions.Select(entry => entry.Function.Name));
        Assert.Equal(linked.Slots.Count, linked.Functions.Sum(entry => entry.Function.Slots));
        int call = linked.Slots.FindIndex(
            instruction => instruction is { IsCall: true, CallTarget: Object.Instructions.CallTarget.Function });
        Assert.Equal(linked.Functions[1].Slot, call + 1 + (int)linked.Slots[call].Immediate);
        Assert.Equal(
            "static __noinline int helper(int x) { counter += x; return x * port; }",
            linked.LocationOf(linked.Functions[1].Slot)!.Value.Text);
    }

    [RequiresToolFact(Clang.Tool)]
    public void Program_Linked_HasEachFunctionBeforeWhatIsCalledBehindIt()
    {
        var spec = BpfObjectSpec.Read(Clang.Compile("""
            #define NOINLINE static __attribute__((noinline))
            volatile int number;
            NOINLINE int deep(void) { return number; }
            NOINLINE int first(void) { return deep() + number; }
            NOINLINE int second(void) { return deep() + number + 1; }
            __attribute__((section("socket"), used)) int run(void *ctx) { return first() + second(); }
            """));

        var linked = LinkedProgram.Link(spec.Program("run").Function);

        Assert.Equal(["run", "first", "deep", "second"], linked.Functions.Select(entry => entry.Function.Name));
    }

    [RequiresToolTheory(Clang.Tool)]
    [InlineData("""__attribute__((section("socket"), used)) static int lost(void *ctx) { return 0; }""", "lost is static")]
    [InlineData("""__attribute__((section(".maps"), used)) static struct { int (*type)[2]; } table;""", "table is that of a static")]
    public void Static_ProgramOrMap_IsRefusedAsWithLibbpf(string source, string message) =>
        Assert.Contains(message, Assert.Throws<ObjectFormatException>(() => BpfObjectSpec.Read(Clang.Compile(source))).Message);

    [RequiresToolFact(Clang.Tool)]
    public void Program_InASectionWithoutAName_IsOfNoType()
    {
        byte[] bytes = Clang.Compile("""__attribute__((section("socket"), used)) int run(void *ctx) { return 0; }""");
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(table + (64 * ElfReader.Read(bytes).FindSection("socket")!.Index)), 0);

        var program = Assert.Single(BpfObjectSpec.Read(bytes).Programs);
        Assert.Equal((BpfProgramType.Unspecified, true, ""), (program.Type, program.AutoLoad, program.SectionName));
    }

    [RequiresToolTheory(Clang.Tool)]
    [InlineData("a_long_name.bpf.o", "a_long_n.bss", "a_long_n.data", "a_long_n.rodata")]
    [InlineData("short", "short.bss", "short.data", "short.rodata")]
    public void Globals_AreMapsWithTheNamesThatLibbpfGivesThem(string name, params string[] expected)
    {
        byte[] bytes = Clang.Compile("""
            int zero; int one = 1; const volatile int two = 2; int own __attribute__((section(".data.own"))) = 3;
            __attribute__((section("socket"), used)) int run(void *ctx) { return zero + one + two + own; }
            """);

        var maps = BpfObjectSpec.Read(bytes, name).Maps;
        Assert.Equal([".data.own", .. expected], maps.Select(map => map.KernelName).Order(StringComparer.Ordinal));
    }

    [RequiresToolFact(Clang.Tool)]
    public void Reading_GivesTheSameAnswerTwice_AndChangesNothing()
    {
        byte[] before = [.. Compiled.Value];
        var first = Read();
        first.Global<int>("counter") = 99;

        Assert.Equal(before, Compiled.Value);
        Assert.Equal(3, Read().Global<int>("counter"));
    }

    [RequiresToolFact(Clang.Tool)]
    public void Bytes_CutShortOrChanged_GiveATypedErrorOrASpec()
    {
        byte[] bytes = Compiled.Value;
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] hostile = i < 500 ? bytes[..(bytes.Length * i / 500)] : [.. bytes];
            for (int change = 0; change < (i < 500 ? 0 : 4); change++)
                hostile[random.Next(hostile.Length)] = (byte)random.Next(256);
            try
            {
                var spec = BpfObjectSpec.Read(hostile);
                foreach (var program in spec.Programs)
                    LinkedProgram.Link(program.Function);
            }
            catch (ObjectFormatException)
            {
                // What reading untrusted bytes may give.
            }
        }
    }

    [Fact]
    public void Bytes_ThatAreNoObject_GiveATypedError() =>
        Assert.Throws<ObjectFormatException>(() => BpfObjectSpec.Read("not an object"u8.ToArray()));

    [Fact]
    public void Class_WithoutAnEmbeddedObject_SaysHowToBuildIt() =>
        Assert.Contains(
            "CsBpf.Build", Assert.Throws<InvalidOperationException>(() => BpfObjectSpec.ReadEmbedded(typeof(SpecTests))).Message);
}
