namespace CsBpf.Constructs.Tables;

/// <summary>Tables of what constructors make: of records, of primary constructors, of those that compute and call others.</summary>
[BpfObject]
public partial class Records
{
    private static readonly Rule[] Rules =
    [
        new(Kind.Port, new Limits(53), true),
        new(Kind.Address, new Limits(10, 20), IsDenied: false) { Weight = 7 },
        new(Kind.Port, new Limits(Limits.Of), IsDenied: true),
        default,
    ];

    private static readonly IPv4Address HomeAddress = new(192, 0, 2, 1);
    private static readonly Step FirstStep = new(-3);

    private enum Kind : byte
    {
        None,
        Port,
        Address,
    }

    public struct Args
    {
        public int Index;
        public ushort Port;
        public uint Home;
        public int Steps;
    }

    private readonly record struct Rule(Kind Kind, Limits Limits, bool IsDenied)
    {
        public int Weight { get; init; } = 1;
    }

    private readonly struct Limits
    {
        public const ushort Of = 1000;
        public readonly ushort First, Last;

        public Limits(int first, int last) => (First, Last) = ((ushort)first, (ushort)(last + 1));

        public Limits(int only)
            : this(only, (only << 1) | 1)
        {
        }

    }

    private readonly struct Step(short width)
    {
        private readonly long _width = width * 2;

        public long Of(long count) => (_width * count) + 1;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        args.Home = HomeAddress.NetworkOrder;
        args.Steps = (int)FirstStep.Of(args.Index);
        foreach (Rule rule in Rules)
        {
            if (rule.Kind == Kind.Port && args.Port >= rule.Limits.First && args.Port < rule.Limits.Last)
                return rule.IsDenied ? -rule.Weight : rule.Weight;
        }

        (Kind kind, Limits limits, bool isDenied) = Rules[args.Index & 7];
        return (int)kind * 100 + limits.Last + (isDenied ? 1000 : 0);
    }
}
