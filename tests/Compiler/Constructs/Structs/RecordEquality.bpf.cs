using System;

namespace CsBpf.Constructs.Structs;

/// <summary>What C# writes for records, and what it is made of: fields of each kind, an <c>Equals</c> of one's own, generic records.</summary>
[BpfObject]
public partial class RecordEquality
{
    public enum Kind : byte { None, Some, All }

    public readonly record struct Address(ulong High, ulong Low)
    {
        public bool IsUnspecified => this == default;
    }

    public record struct Flow(Address From, Address To, ushort? Port, (int Zone, bool IsUp) Link, Kind Kind)
    {
        public Plain Rest;
    }

    public record struct Pair<T>(T First, T Second)
        where T : struct;

    public struct Plain
    {
        public sbyte Small;
        public long Large;
    }

    /// <summary>Equal where the last digits are.</summary>
    public readonly record struct Digit(int Number)
    {
        public bool Equals(Digit other) => Number % 10 == other.Number % 10;

        public override int GetHashCode() => Number % 10;
    }

    public struct Args
    {
        public ulong High, Low;
        public int Zone, Number;
        public ushort Port;
        public byte Bits, Kind;
        public int Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var address = new Address(args.High & 1, args.Low & 1);
        var flow = Make(ref args, address);
        Flow other = flow;
        if ((args.Bits & 1) != 0)
            other.Rest.Large = args.Zone & 1;
        if ((args.Bits & 2) != 0)
            other = other with { To = new Address(1, 0) };
        if ((args.Bits & 4) != 0)
            other.Port = null;
        if ((args.Bits & 8) != 0)
            other.Link = (other.Link.Zone, true);

        args.Result = flow == other ? 1 : 2;
        if (flow != other)
            args.Result += 10;
        if (address.IsUnspecified)
            args.Result += 100;
        if (address.Equals(new Address(0, 1)))
            args.Result += 1000;
        if (new Digit(args.Number) == new Digit(7))
            args.Result += 10_000;
        if (new Pair<Digit>(new(args.Zone), new(3)) != new Pair<Digit>(new(5), new(13)))
            args.Result += 100_000;
        if (new Pair<byte>(args.Bits, 1).Equals(new(2, 1)))
            args.Result += 1_000_000;
        return args.Result;
    }

    private static Flow Make(ref Args args, Address address) => new(
        address, default, (args.Bits & 16) == 0 ? args.Port : null, (args.Zone & 3, (args.Bits & 32) != 0), (Kind)(args.Kind & 3))
    {
        Rest = new Plain { Small = -1 },
    };
}
