using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Programs that hand over to others: on the CLR, in the kernel, and as user space wants it meanwhile.</summary>
public class TailCallTests
{
    private const int Packets = 300;

    private const string Source = """
        using CsBpf;

        [BpfObject]
        public partial class TailCalls
        {
            private readonly BpfProgramArray<XdpContext, XdpAction, Stage> _stages = new(maxEntries: 4);
            private long _count;

            public TailCalls()
            {
                _stages[Stage.Count] = Count;
                _stages[Stage.Divide] = Divide;
                _stages[Stage.Again] = Run;
            }

            public enum Stage : byte
            {
                Count,
                Divide,
                Empty,
                Again,
                Outside = 200,
            }

            [Xdp(OnFault = XdpAction.Redirect)]
            public XdpAction Run(XdpContext context)
            {
                byte kind = context.Packet[0];
                if ((kind & 1) == 0 && _stages.TailCall(context, (Stage)(kind >> 1)) is { } action)
                    return action;
                _count++;
                return kind > 100
                    ? _stages.TailCall(context, Stage.Outside) ?? _stages.TailCall(context, Stage.Empty) ?? XdpAction.Drop
                    : kind > 50 ? XdpAction.Transmit : _stages.TailCall(context, Stage.Count) ?? XdpAction.Aborted;
            }

            [Xdp]
            public XdpAction Count(XdpContext context)
            {
                context.Packet[1]++;
                return _count++ % 2 == 0 ? XdpAction.Pass : XdpAction.Drop;
            }

            [Xdp(OnFault = XdpAction.Transmit)]
            public XdpAction Divide(XdpContext context) => (XdpAction)(30 / (context.Packet[2] & 7) & 3);
        }
        """;

    private enum Slot : byte
    {
        Count,
        Divide,
        Empty,
    }

    [RequiresBpfTheory]
    [InlineData(BpfIsa.V1, "6.1")]
    [InlineData(BpfIsa.V2, "6.4")]
    [InlineData(BpfIsa.V3, "6.1")]
    [InlineData(BpfIsa.V4, "6.9")]
    public void Kernel_OnPackets_DoesWhatTheClrDoes(BpfIsa isa, string targetKernel)
    {
        Type type = CompiledClass.Load(Source, "TailCalls");
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<XdpContext, XdpAction>>(Activator.CreateInstance(type)!);
        using LoadedObject kernel = BpfSource.Load(Source, isa: isa, targetKernel: Version.Parse(targetKernel));
        var program = kernel.Program<XdpProgram>("Run");
        var random = new Random(1);
        var actions = new HashSet<XdpAction>();

        for (int i = 0; i < Packets; i++)
        {
            byte[] packet = PacketOutcome.NewPacket(random);
            string? difference = PacketOutcome.Compare(clr, program, packet);
            Assert.True(difference is null, difference);
            actions.Add(program.Run([.. packet]));
            new BpfSimulation().Run(clr, new XdpContext([.. packet]));
        }

        Assert.True(actions.Count >= 4);
    }

    [RequiresBpfFact("bpftool")]
    public void Object_IsOneForLibbpf() => Libbpf.Load(BpfSource.CompileObject(Source));

    [RequiresBpfFact]
    public void Slots_OfALoadedObject_AreChangedByUserSpace()
    {
        using LoadedObject kernel = BpfSource.Load(Source);
        var slots = new BpfProgramArray<XdpContext, XdpAction, Slot>(4);
        kernel.Bind(slots, "_stages");
        var program = kernel.Program<XdpProgram>("Run");
        byte[] forDivision = [2, 0, 1, .. new byte[20]];

        Assert.Equal(kernel.Program("Count").Id, slots.GetProgramId(Slot.Count));
        Assert.Null(slots.GetProgramId(Slot.Empty));
        Assert.Equal((XdpAction)(30 & 3), program.Run([.. forDivision]));

        slots.Set(Slot.Divide, kernel.Program("Count"));
        byte[] counted = [.. forDivision];
        Assert.Equal(XdpAction.Pass, program.Run(counted));
        Assert.Equal(1, counted[1]);

        Assert.True(slots.Remove(Slot.Divide));
        Assert.False(slots.Remove(Slot.Divide));
        Assert.True(slots.Remove(Slot.Count));
        Assert.Equal(XdpAction.Aborted, program.Run([.. forDivision]));
        Assert.Throws<InvalidOperationException>(() => slots[Slot.Count] = _ => XdpAction.Drop);
    }

    /// <summary>The kernel lets 33 programs hand over in a row; so does the CLR.</summary>
    [RequiresBpfFact]
    public void Calls_InARow_EndAtTheLimitOfTheKernel()
    {
        const string source = """
            using CsBpf;

            [BpfObject]
            public partial class Chain
            {
                public enum Slot { Self }

                private readonly BpfProgramArray<XdpContext, XdpAction, Slot> _self = new(maxEntries: 1);

                public Chain() => _self[Slot.Self] = Run;

                [Xdp]
                public XdpAction Run(XdpContext context)
                {
                    context.Packet[0]++;
                    return _self.TailCall(context, Slot.Self) ?? XdpAction.Transmit;
                }
            }
            """;
        Type type = CompiledClass.Load(source, "Chain");
        var clr = type.GetMethod("Run")!.CreateDelegate<Func<XdpContext, XdpAction>>(Activator.CreateInstance(type)!);
        using LoadedObject kernel = BpfSource.Load(source);
        byte[] packet = new byte[14];

        Assert.Null(PacketOutcome.Compare(clr, kernel.Program<XdpProgram>("Run"), packet));
        kernel.Program<XdpProgram>("Run").Run(packet);
        Assert.Equal(34, packet[0]);
    }
}
