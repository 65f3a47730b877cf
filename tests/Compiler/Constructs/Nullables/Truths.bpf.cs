namespace CsBpf.Constructs.Nullables;

/// <summary>Truths that may be missing: three-valued and, or, not; operators of structs that may be missing.</summary>
[BpfObject]
public partial class Truths
{
    public struct Args
    {
        public byte X, Y, Z;
        public int And, Or, Xor, Not, Changed, Mixed;
        public int Sum, Negative;
        public bool Same, Different, Less;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        bool? x = Truth(args.X);
        bool? y = Truth(args.Y);
        args.And = Code(x & y);
        args.Or = Code(x | y);
        args.Xor = Code(x ^ y);
        args.Not = Code(!x);
        args.Mixed = Code(x & args.Z > 100) + (3 * Code(y | args.Z < 50));
        bool? changed = x;
        changed &= y;
        changed |= args.Z > 200;
        changed ^= x;
        args.Changed = Code(changed);

        Meters? near = args.X < 128 ? new Meters(args.X) : null;
        Meters? far = args.Y < 128 ? new Meters(args.Y) : null;
        args.Sum = (near + far)?.Value ?? -1;
        args.Negative = (-near)?.Value ?? 7;
        args.Same = near == far;
        args.Different = near != far;
        args.Less = near < far;
        int? count = args.Z < 128 ? args.Z : null;
        return (-count ?? 1) + (~count ?? 2) + (+count ?? 3);
    }

    private static bool? Truth(byte number) => (number % 3) switch
    {
        0 => false,
        1 => true,
        _ => null,
    };

    private static int Code(bool? truth) => truth is { } known ? known ? 2 : 1 : 0;

    private readonly struct Meters(int value)
    {
        public int Value { get; } = value;

        public static Meters operator +(Meters left, Meters right) => new(left.Value + right.Value);

        public static Meters operator -(Meters meters) => new(-meters.Value);

        public static bool operator ==(Meters left, Meters right) => left.Value / 10 == right.Value / 10;

        public static bool operator !=(Meters left, Meters right) => left.Value / 10 != right.Value / 10;

        public static bool operator <(Meters left, Meters right) => left.Value < right.Value;

        public static bool operator >(Meters left, Meters right) => left.Value > right.Value;

        public override bool Equals(object? obj) => obj is Meters other && this == other;

        public override int GetHashCode() => Value;
    }
}
