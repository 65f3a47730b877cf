namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>What the language does, construct by construct, beyond the corpus of constructs: as the CLR does it.</summary>
public class LanguageTests
{
    private const int Inputs = 80;

    [Theory]
    [InlineData("a.R = checked(a.A + a.B);")]
    [InlineData("a.R = checked(a.A - a.B);")]
    [InlineData("a.R = checked(a.A * a.B);")]
    [InlineData("a.R = checked(a.U + a.V);")]
    [InlineData("a.R = checked(a.U - a.V);")]
    [InlineData("a.R = checked(a.C + a.D);")]
    [InlineData("a.R = checked(a.C - a.D);")]
    [InlineData("a.R = checked(a.C * a.D);")]
    [InlineData("a.W = checked(a.W + (ulong)a.C);")]
    [InlineData("a.W = unchecked((ulong)a.C * 3) is var x ? checked(x * a.W) : 0;")]
    [InlineData("a.R = checked(-a.C);")]
    [InlineData("a.S = checked(-a.A);")]
    [InlineData("checked { a.E += 100; a.F++; a.G -= 3000; }")]
    [InlineData("a.S = checked((int)a.C);")]
    [InlineData("a.R = checked((long)a.W);")]
    [InlineData("a.W = checked((ulong)a.C);")]
    [InlineData("a.S = checked((int)a.W);")]
    [InlineData("a.E = checked((byte)a.A);")]
    [InlineData("a.F = checked((sbyte)a.U);")]
    [InlineData("a.H = checked((char)a.G);")]
    [InlineData("a.R = checked((uint)a.F);")]
    [InlineData("a.E = (byte)checked((Narrow)a.A);")]
    [InlineData("a.E = checked((byte)(Wide)a.C);")]
    [InlineData("a.E = unchecked((byte)checked((Narrow)(Wide)a.C));")]
    [InlineData("checked { long? n = a.I ? a.C : null; Narrow? k = (Narrow?)n; a.R = k is { } v ? (long)v : -1; }")]
    [InlineData("checked { Func<long, Narrow> f = x => (Narrow)x; a.R = (long)f(a.C); }")]
    [InlineData("checked { a.R = (long)unchecked((Narrow)a.C); }")]
    public void Checked_Overflow_IsFault(string body) => Check(body, types: "enum Narrow : byte { None } enum Wide : long { None }");

    [Theory]
    [InlineData("a.R = Math.Abs(a.A) + Math.Abs(a.F);")]
    [InlineData("a.R = Math.Abs(a.C);")]
    [InlineData("a.R = Math.Clamp(a.C, a.D, 1000);")]
    [InlineData("a.R = int.Max(a.A, a.B) + uint.Min(a.U, a.V);")]
    [InlineData("a.R = Math.BigMul(a.A, a.B);")]
    public void Framework_Arithmetic_IsCompiled(string body) => Check(body);

    [Theory]
    [InlineData("a.R = a.A switch { 1 => 10, > 3 and < 9 => 20, 31 or 32 => 30, < 0 => 40, _ => 50 };")]
    [InlineData("a.R = a.A is > 0 and not 5 ? 1 : 2;")]
    [InlineData("a.R = (a.A, a.B) switch { (0, _) => 1, (_, 0) => 2, (> 0, > 0) => 3, _ => 4 };")]
    [InlineData("var p = new Point { X = a.A, Y = a.B }; a.R = p is { X: > 0, Y: < 10 } ? 1 : p is { X: 0 } ? 2 : 3;")]
    [InlineData("var p = new Line { From = new() { X = a.A }, To = new() { Y = a.B } }; a.R = p is { From.X: > 3, To: { Y: var y } } ? y : -1;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = n is { } v ? v : -1;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = n is > 5 ? 1 : n is null ? 2 : n is 3 ? 4 : 5;")]
    [InlineData("a.R = a.A is var x && x > 3 ? x : 0;")]
    [InlineData("switch (a.A) { case 1: a.R = 1; break; case > 5 when a.B > 3: a.R = 2; goto case 1; case 2: case 3: a.R += 4; break; default: a.R = 9; break; }")]
    [InlineData("a.R = a.A switch { 1 => 2, 2 => throw new InvalidOperationException(), _ => 3 };")]
    [InlineData("a.R = a.E switch { 0 => 1, 255 => 2, _ => a.H switch { 'a' => 3, > 'z' => 4, _ => 5 } };")]
    public void Patterns(string body) => Check(body, Structs);

    [Theory]
    [InlineData("int? n = a.I ? a.A : null; a.R = n ?? -1;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = n.HasValue ? n.Value : 7;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = n.Value;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = (int)n;")]
    [InlineData("int? n = a.I ? a.A : null; long? m = n; a.R = m.GetValueOrDefault(5);")]
    [InlineData("int? n = a.I ? a.A : null; int? m = n + a.B; a.R = m ?? 99;")]
    [InlineData("int? n = a.I ? a.A : null; int? m = n / a.B; a.R = m ?? 99;")]
    [InlineData("int? n = a.I ? a.A : null; a.R = (n == a.B ? 1 : 0) + (n != 3 ? 2 : 0) + (n < a.B ? 4 : 0) + (n >= a.B ? 8 : 0) + (n == null ? 16 : 0);")]
    [InlineData("int? n = a.I ? a.A : null; n ??= a.B; a.R = n.Value;")]
    [InlineData("byte? n = a.I ? a.E : null; a.R = n ?? a.A;")]
    [InlineData("Point? p = a.I ? new Point { X = a.A } : null; a.R = p?.X ?? 3;")]
    public void Nullables(string body) => Check(body, Structs);

    [Theory]
    [InlineData("var p = new Point(a.A) { Y = 4 }; var q = p with { X = 7 }; a.R = p.X * 100 + q.X * 10 + q.Y;")]
    [InlineData("Point p = default; p.Move(a.A); p.Move(a.B); a.R = p.X + p.Sum;")]
    [InlineData("var p = new Point(a.A); var q = p; q.X++; a.R = p.X - q.X;")]
    [InlineData("var p = new Point(a.A); p = new Point(p.Y) { Y = p.X }; a.R = p.X * 31 + p.Y;")]
    [InlineData("var p = new Point(a.A); Swap(ref p); a.R = p.X * 31 + p.Y;")]
    [InlineData("a.R = Make(a.A, a.B).X; a.S = Make(a.A, a.B).Sum;")]
    [InlineData("var p = Make(a.A, a.B); p.Auto = 5; p.Auto += a.A; p.Auto++; a.R = p.Auto;")]
    [InlineData("var p = Make(a.A, a.B); p.Scaled = a.B; p.Scaled += 2; a.R = p.Scaled;")]
    [InlineData("var p = Make(a.A, a.B) + Make(a.B, a.A); a.R = p.X == p.Y ? 1 : 0; a.S = (-p).X;")]
    [InlineData("var p = Make(a.A, a.B); a.R = p[0] + p[1] * 3; p[1] = 9; a.S = p.Y;")]
    [InlineData("var l = new Line { From = Make(a.A, 1), To = Make(2, a.B) }; l.To.Move(3); var m = l; m.From.X = 0; a.R = l.From.X + l.To.X + m.From.X;")]
    [InlineData("var r = new Pair(a.A, a.C); r = r with { Second = 4 }; a.R = r.First + r.Second;")]
    [InlineData("var r = new Named(a.A); a.R = r.Value + r.Twice;")]
    [InlineData("Point p = default; p.X = a.A; p.Y = 2; a.R = Sum(p) + Sum(in p);")]
    [InlineData("Line l; l.From = Make(a.A, 1); l.To = Make(2, a.B); a.R = l.From.X + l.To.Y;")]
    [InlineData("a.R = (a.I ? Make(a.A, 1) : Make(2, a.B)).Sum;")]
    [InlineData("(a.I ? ref a.C : ref a.D) = 5; a.R = a.C - a.D;")]
    [InlineData("ref long r = ref a.C; r++; r = ref a.D; r += 2; a.R = r;")]
    [InlineData("ReadOnlyHolder h = new(a.A); h.Point.Move(3); a.R = h.Point.X;")]
    [InlineData("Point? p = Make(a.A, a.B); a.R = p.Value.X + (p?.Sum ?? 0);")]
    [InlineData("a.R = Make(a.A, a.B).Equal(Make(a.B, a.A)) ? 1 : 0;")]
    [InlineData("Point p = a.A; a.R = (int)p + p.Y;")]
    [InlineData("var p = Make(a.A, a.B); p.X += p.Bump() + p.X; a.R = p.X;")]
    public void Structs_AreValues(string body) => Check(body, Structs);

    [Theory]
    [InlineData("a.R = (a.I ? p : q).Bump();")]
    [InlineData("(a.A switch { 1 => p, 2 => Make(a.A, 3), _ => q }).Move(3);")]
    [InlineData("a.R = (a.I ? p : q).Bump() + (a.I ? p : q).Bump();")]
    [InlineData("(a.I ? p : q).Move(a.A > 3 ? 1 : 2);")]
    [InlineData("((Point)p).Move(3); (p).Move(5);")]
    [InlineData("Point? n = a.I ? p : null; a.R = (n ?? q).Bump(); a.S = (n?.Bump() ?? 3) + (n ?? q).X;")]
    [InlineData("Point? n = p; n.Value.Move(3); n.GetValueOrDefault().Move(4); a.R = n.Value.X + n.GetValueOrDefault(q).Bump();")]
    [InlineData("a.R = Both(a.I ? p : q, ref a.I ? ref p : ref q);")]
    [InlineData("(a.I ? ref p : ref q).Move(3);")]
    [InlineData("(a.I ? ref p : ref q).Move(a.A > 3 ? 1 : 2);")]
    [InlineData("(a.I ? ref p : ref q).X = 5;")]
    [InlineData("(a.I ? ref p : ref q).X += 5;")]
    [InlineData("(a.I ? ref p : ref q).X = a.A > 3 ? 1 : 2;")]
    [InlineData("(a.I ? ref p : ref q).X += a.A > 3 ? 1 : 2;")]
    [InlineData("(a.I ? ref p : ref q).Scaled = 6; (a.I ? ref p : ref q).Auto++;")]
    [InlineData("(a.I ? ref p : ref q)[1] = 6; (a.I ? ref p : ref q)[0] += 4;")]
    [InlineData("ref int x = ref (a.I ? ref p : ref q).X; x++;")]
    [InlineData("ref Point r = ref a.I ? ref p : ref q; r.Move(2); r.X *= 3;")]
    [InlineData("Line l = new() { From = p, To = q }; (a.I ? ref l : ref l).From.X = 9; l.To.X = a.I ? 1 : 2; l.To.X += a.I ? 3 : 4; a.R = l.From.X * 7 + l.To.X;")]
    [InlineData("Line l = new() { From = p, To = q }; (a.I ? l.From : l.To).Move(3); (a.I ? ref l.From : ref l.To).Move(4); a.R = l.From.X * 7 + l.To.X;")]
    [InlineData("ReadOnlyHolder h = new(a.A), g = new(a.B); h.Point.Move(a.I ? 1 : 2); (a.I ? ref h.Point : ref g.Point).Move(2); a.R = h.Point.X + g.Point.X;")]
    [InlineData("a.R = Defended(p, a.I) + Defended(in q, a.I);")]
    [InlineData("ref readonly Point r = ref p; r.Move(1); r.Move(a.I ? 1 : 2); a.R = r.X;")]
    [InlineData("(a.I ? ref a.A > 3 ? ref p : ref q : ref q).X = 8;")]
    public void Conditionals_AreCopies_ExceptOfReferences(string body) =>
        Check($$"""
            Point p = Make(a.A, 1), q = Make(2, a.B);
            {{body}}
            a.C = p.X * 1000L + p.Y * 100 + p.Auto;
            a.D = q.X * 1000L + q.Y * 100 + q.Auto;
            """, Structs + """
            static int Both(Point copy, ref Point place) { copy.Move(3); place.Move(copy.X); return copy.X; }
            static int Defended(in Point p, bool b) { p.Move(3); p.Move(b ? 1 : 2); (b ? ref p : ref p).Move(4); return p.X; }
            """);

    [Theory]
    [InlineData("(int x, long y) = (a.A, a.C); (a.A, a.B) = (a.B, a.A); a.R = x + y + a.A;")]
    [InlineData("var t = (a.A, Second: a.C); t.Second++; a.R = t.A + t.Second;")]
    [InlineData("var (x, y) = Both(a.A, a.B); a.R = x * 7 + y;")]
    [InlineData("(long, int) t = (a.A, a.B); a.R = t.Item1 - t.Item2;")]
    [InlineData("(_, a.S) = Both(a.A, a.B);")]
    public void Tuples(string body) => Check(body, "static (int Sum, int Difference) Both(int x, int y) => (x + y, x - y);");

    [Theory]
    [InlineData("int x = a.A; a.R = x + (x = 5) + x;")]
    [InlineData("int x = a.A; x += x++ + ++x; a.R = x;")]
    [InlineData("int x = a.A; x += a.I ? (x = 5) : 1; a.R = x;")]
    [InlineData("int x = 0; a.R = Side(ref x, 1) * 100 + (a.I ? Side(ref x, 2) : Side(ref x, 3)) + x;")]
    [InlineData("int x = 1; a.R = Third(Side(ref x, 1), Side(ref x, 2), c: a.I ? x : -x);")]
    [InlineData("int x = 1; a.R = Third(c: Side(ref x, 1), a: Side(ref x, 2), b: x);")]
    [InlineData("int x = 0; bool b = a.I && Side(ref x, 3) > 0 || Side(ref x, 4) < 0; a.R = x; a.I = b;")]
    [InlineData("int x = 0; bool b = a.I & Side(ref x, 3) > 0 | Side(ref x, 4) < 0; a.R = x; a.I = b;")]
    [InlineData("var p = (X: 1, Y: 2); p.X += a.I ? (p.X = a.A) : p.Y; a.R = p.X;")]
    [InlineData("a.R = a.A / a.B + (a.S = 4);")]
    [InlineData("a.S = 1; a.R = a.A % a.B; a.S = 2;")]
    public void Evaluation_IsFromLeftToRight(string body) =>
        Check(body, "static int Side(ref int x, int by) => x += by; static int Third(int a, int b, int c) => a * 10000 + b * 100 + c;");

    [Theory]
    [InlineData("a.R = Counts[a.A & 3]++; Counts[a.A & 3] += a.B; a.S = (int)Counts[a.A & 3];")]
    [InlineData("Counts[1] = a.A; Counts[1] += a.I ? 1 : 2; a.R = Counts[1];")]
    [InlineData("Counts[2] = 5; Counts[2] += a.I ? Counts[2]++ : Counts[2]--; a.R = Counts[2];")]
    [InlineData("ref long c = ref Counts.GetOrAdd(a.A); c += 3; c = c * 2; a.R = Counts.Reference(a.A); a.I = Counts.ContainsKey(a.B);")]
    [InlineData("a.R = Counts.Reference(a.A);")]
    [InlineData("a.I = Counts.TryAdd(1, a.C) && !Counts.TryAdd(1, 4); a.R = Counts[1]; a.S = Counts.TryUpdate(2, 7) ? 1 : 2;")]
    [InlineData("Counts[7] = 1; a.I = Counts.Remove(7) && !Counts.Remove(7); a.S = Counts.TryGetValue(7, out a.R) ? 1 : 2;")]
    [InlineData("for (int i = 0; i < 9; i++) Counts[i] = i; a.R = Counts[3];")]
    [InlineData("a.S = Slots.TryGetValue(a.A, out var v) ? 1 : 0; a.R = v; Slots[a.B & 1]++; a.C = Slots[1];")]
    [InlineData("Keyed[new() { X = a.A, Y = 3 }] = new() { X = a.B }; a.R = Keyed[new() { X = a.A, Y = 3 }].X;")]
    [InlineData("Keyed.GetOrAdd(new(a.A)).Move(4); a.R = Keyed[new(a.A)].X; a.S = Keyed.TryGetValue(default, out _) ? 1 : 0;")]
    public void Maps(string body) => Check(body, Structs + """
        private readonly BpfHashMap<int, long> Counts = new(8);
        private readonly BpfArrayMap<long> Slots = new(2);
        private readonly BpfHashMap<Point, Point> Keyed = new(maxEntries: 4);
        """);

    [Theory]
    [InlineData("_total += a.A; a.R = _total + Limit + Shared; Shared++;")]
    [InlineData("_point.Move(a.A); a.R = _point.X + Origin.Y + Origin.X; a.S = Constants.Table;")]
    [InlineData("a.R = Kind == Kinds.Second ? 1 : 2; Kind |= Kinds.First; a.S = (int)Kind; a.I = Kind.HasFlag(Kinds.Second);")]
    public void Globals(string body) => Check(body, Structs + """
        private long _total = 5;
        private Point _point;
        private static int Shared = 3;
        private readonly int Limit = 10;
        private static readonly Point Origin = new() { X = 1, Y = 2 };
        private Kinds Kind = Kinds.Second;
        private enum Kinds : byte { None, First, Second }
        private static class Constants { public static readonly int Table = 6; }
        """);

    [Theory]
    [InlineData("a.R = Local(a.A) + a.B; static int Local(int x) => x > 0 ? x : Other(x); static int Other(int x) => -x;")]
    [InlineData("a.R = a.A.Doubled();")]
    [InlineData("Fill(out var x, out _, a.A); a.R = x;")]
    [InlineData("a.R = Optional(a.A) + Optional(b: 4) + Optional();")]
    [InlineData("a.R = Many(a.A, a.B, a.C, a.D, a.E, a.F, a.G);")]
    [InlineData("for (int i = 0, j = 10; i < j; i++, j--) { if (i == 3) continue; if (j == a.A) break; a.R += i * j; }")]
    [InlineData("int i = 0; again: a.R += i; if (i++ < (a.A & 15)) goto again;")]
    [InlineData("int n = a.A & 7; do { a.R++; if (a.R > 100) return 7; } while (n-- > 0 && a.R < 200); return a.I ? 1 : 2;")]
    [InlineData("const int N = 5; a.R = N * sizeof(long) + (a.A << a.B) + (a.C >>> a.B) + (a.U >> a.B) + (~a.E & 0xff) + (a.F >> 1);")]
    [InlineData("a.R = unchecked((sbyte)a.C) + (ushort)a.A + (char)a.U + (byte)a.D + (short)a.W + (long)(uint)a.A + (nint)a.A;")]
    [InlineData("a.I ^= true; a.I |= a.A > 3; a.I &= !(a.B < 2); a.R = a.I ? 1 : 0;")]
    [InlineData("a.H++; a.E--; a.F += 5; a.G *= 3; a.E <<= 1; a.G >>= 2; a.H |= 'x'; a.R = -a.E + +a.F;")]
    [InlineData("int i = 0; while (true) { if (i++ > (a.A & 7)) return i; a.R += i; } a.R = 9;")]
    [InlineData("int i = 0; do { if (i++ > (a.A & 7)) break; a.R += i; } while (true); a.S = i; if (false) a.R = 7; while (false) a.R = 8;")]
    [InlineData("if (a.A < 0) throw new ArgumentException(\"negative\"); a.R = a.A;")]
    [InlineData("long x = a.A; { int y = a.B; x += y; } { int y = 3; x *= y; } a.R = x;")]
    public void Statements(string body) => Check(body, """
        static void Fill(out int x, out long y, int by) { x = by * 2; y = by; }
        static int Optional(int a = 3, int b = 5) => a * 100 + b;
        static long Many(int a, int b, long c, long d, byte e, sbyte f, short g) => a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g;
        """, "public static class Extensions { public static int Doubled(this int x) => x * 2; }");

    [Theory]
    [InlineData("a.I = Small.HasFlag(Kinds.Second) && !Small.HasFlag(Kinds.Both); Small |= (Kinds)a.E; a.R = Small.HasFlag(Kinds.Both) ? 1 : 2;")]
    [InlineData("var kind = (Kinds)a.E; var asked = (Kinds)a.A; a.R = (kind.HasFlag(asked) ? 1 : 0) + (kind.HasFlag((Kinds)0) ? 2 : 0) + (((Kinds)3).HasFlag(asked) ? 4 : 0);")]
    [InlineData("var wide = (Wide)a.C; a.R = (wide.HasFlag(Wide.Last) ? 1 : 0) + (wide.HasFlag(Wide.First | Wide.Last) ? 2 : 0) + (wide.HasFlag((Wide)a.D) ? 4 : 0);")]
    [InlineData("var signed = (Signed)a.F; a.R = (signed.HasFlag(Signed.All) ? 1 : 0) + (signed.HasFlag((Signed)a.G) ? 2 : 0);")]
    [InlineData("Kinds? kind = a.I ? (Kinds)a.E : null; a.R = kind?.HasFlag(Kinds.First) ?? true ? 1 : 2;")]
    public void HasFlag(string body) => Check(body, """
        private static Kinds Small = Kinds.Second;
        private enum Kinds : byte { None, First, Second, Both }
        private enum Wide : ulong { First = 1, Last = 1UL << 63 }
        private enum Signed : sbyte { All = -1 }
        """);

    [Theory]
    [InlineData("var h = new Header { Kind = a.E, Length = a.A, Time = a.C, Small = a.G }; h.Length += a.B; h.Time++; a.R = h.Time + h.Length + h.Kind; a.S = h.Small;")]
    [InlineData("Header h = default; h.Inner.X = a.A; h.Inner.Y -= (short)a.B; var inner = h.Inner; inner.X++; a.R = h.Inner.X * 3L + inner.X + h.Inner.Y;")]
    [InlineData("var h = new Header { Kind = a.E, Length = a.A }; var copy = h; copy.Length *= 2; h = copy with { Kind = 1 }; a.R = h.Length + copy.Kind; a.S = h.Total();")]
    [InlineData("Headers[a.A & 1] = new() { Time = a.C, Small = a.G }; Headers.Reference(a.A & 1).Time += 3; a.R = Headers[a.A & 1].Time; a.G = Headers[a.A & 1].Small;")]
    [InlineData("var h = new Header { Kind = 3 }; a.I = Times.TryGetValue(a.A, out h.Time); Times[1] = h.Time + a.C; a.I ^= Times.TryGetValue(1, out h.Time); a.R = h.Time;")]
    [InlineData("Shared.Length = a.A; Shared.Wide = a.W; Shared.Wide ^= (ulong)a.D; a.W = Shared.Wide; a.R = Shared.Length;")]
    [InlineData("var p = new Pairs { First = a.E, Second = a.A, Third = a.C }; p.Second <<= 3; p.Third -= p.Second; a.R = p.Third; a.S = p.Second;")]
    [InlineData("var o = new Overlay { Wide = a.W }; a.R = o.Middle; o.Middle = a.A; a.W = o.Wide; a.H = o.Last;")]
    public void Packed(string body) => Check(body, """
        [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
        public struct Header
        {
            public byte Kind;
            public int Length;
            public long Time;
            public short Small;
            public ulong Wide;
            public Inner Inner;
            public readonly int Total() => Length + Small + Inner.X;
        }
        public struct Inner { public int X; public short Y; }
        [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 2)]
        public struct Pairs { public byte First; public int Second; public long Third; }
        [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]
        public struct Overlay
        {
            [System.Runtime.InteropServices.FieldOffset(0)] public ulong Wide;
            [System.Runtime.InteropServices.FieldOffset(1)] public int Middle;
            [System.Runtime.InteropServices.FieldOffset(7)] public char Last;
        }
        private readonly BpfHashMap<int, Header> Headers = new(4);
        private readonly BpfHashMap<int, long> Times = new(4);
        private static Header Shared;
        """);

    // On the CLR these throw, whatever the values are; here they are told.
    [Theory]
    [InlineData("a.I = Kinds.First.HasFlag(Other.First);")]
    [InlineData("a.I = Kinds.First.HasFlag(null!);")]
    public void HasFlag_OfAnotherEnum_IsDiagnosed(string body)
    {
        FrontendCompilation compilation = FrontendCompilation.Compile(Program(body, "enum Kinds { None, First } enum Other { None, First }", ""));

        Assert.Equal("CSBPF0001", Assert.Single(compilation.Ids));
    }

    // .NET knows no such calls, outside of Windows.
    [Fact]
    public void Arglist_IsDiagnosed()
    {
        FrontendCompilation compilation = FrontendCompilation.Compile(Program("a.R = First(a.A, __arglist(3, 4L));", "static int First(int x, __arglist) => x;", ""));

        Assert.Equal("CSBPF0001", Assert.Single(compilation.Ids));
    }

    [Theory]
    [InlineData("Fill(ref h.Length);")]
    [InlineData("a.R = Read(in h.Length);")]
    [InlineData("ref int length = ref h.Length; length++;")]
    [InlineData("h.Inner.Move();")]
    [InlineData("ref var inner = ref h.Inner; inner.X++;")]
    public void Packed_ReferenceToAField_IsDiagnosed(string body)
    {
        FrontendCompilation compilation = FrontendCompilation.Compile(Program($"Header h = default;\n{body}", """
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
            public struct Header { public byte Kind; public int Length; public Inner Inner; }
            public struct Inner { public int X; public void Move() => X++; }
            static void Fill(ref int x) => x = 1;
            static int Read(in int x) => x;
            """, ""));

        Assert.Equal("CSBPF0111", Assert.Single(compilation.Ids));
        Assert.All(compilation.Diagnostics, diagnostic => Assert.Equal(10, diagnostic.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [InlineData("Pick(ref p, ref q, a.I) = 5; Pick(ref q, ref p, a.I)++; a.R = Pick(ref p, ref q, !a.I) += 3;")]
    [InlineData("Line l = new() { From = p, To = q }; l.From.Auto++; l.To.Auto += l.From.Auto++; l.From[0] += l.To[1]++; a.R = l.From.Auto * 100 + l.To.Auto * 10 + l.From.X + l.To.Y;")]
    [InlineData("a.A = a.B = a.A + 1; a.R = a.A++ + a.A-- * ++a.B;")]
    [InlineData("a.R = a.E++; a.S = ++a.E; a.R += a.F-- * 3; a.S += a.H++ + --a.G;")]
    [InlineData("a.E = (byte)(a.E << 4); a.F >>>= 1; a.G = (short)(a.G >>> 3); a.R = a.F >>> 2; a.S = (sbyte)a.E >> 1;")]
    [InlineData("a.R = (a.F < a.E ? 1 : 0) + (a.U > a.A ? 2 : 0) + (a.C > a.U ? 4 : 0) + (a.G >= a.F ? 8 : 0) + (a.H <= a.G ? 16 : 0) + (a.W > a.U ? 32 : 0);")]
    [InlineData("a.W = a.W / 7 + a.W % 10 + (a.W >> 33); a.R = a.C / 7 + a.C % 10 - a.C / -3; a.S = a.A / 8 + a.A % 8 + a.A / 16;")]
    [InlineData("a.U = a.U / 3 * (a.V | 1) % 1000; a.R = (long)a.U * a.V; a.S = (int)(a.U - a.V);")]
    [InlineData("a.R = a.C / a.D; a.C = a.C % (a.D | 1);")]
    [InlineData("if (Try(a.A, out var x) && x > 3 || Try(a.B, out x)) a.R = x; else a.R = -x;")]
    [InlineData("for (int i = 0; i < 5; i++) { if (a.A is > 2 and var v && v + i > 4) a.R += v; else if (i is 1 or 3) continue; a.R++; }")]
    [InlineData("ref int r = ref p.X; for (int i = 0; i < 3; i++) { r += i; if (i == (a.A & 1)) r = ref q.Y; else r = ref p.Y; } r++;")]
    [InlineData("a.R = (a.A, p.X) is (0, > 3) or (> 5, _) ? 1 : 0; a.S = (p.X, p.Y, a.I) is (_, 1, true) ? 1 : 2;")]
    [InlineData("(p, q) = (q, p); (p.X, p.Y) = (p.Y, p.X); (q.X, p.X) = (p.X, q.X);")]
    [InlineData("p = new Point { X = p.Y, Y = p.X }; q = q with { X = q.Y, Y = q.X + 1 }; p = p + p;")]
    [InlineData("Line l = new() { From = p, To = q }; l.From = Make(l.To.X, l.From.X); l = l with { To = l.From, From = l.To }; (l.From, l.To.X) = (l.To, l.From.X); a.R = l.From.X * 100 + l.From.Y * 10 + l.To.X + l.To.Y;")]
    [InlineData("int? n = a.I ? a.A : null; n = n + 3; n ??= 5; n = n * 2; a.R = n.Value; long? m = n; m = m - 3; a.S = (int)m!;")]
    [InlineData("int? n = a.I ? a.A : null, m = a.A > 2 ? a.B : null; a.R = n ?? m ?? -1; a.S = (n > m ? 1 : 0) + (n == m ? 2 : 0) + ((n ?? 3) < (m ?? 4) ? 4 : 0) + (n is null && m is not null ? 8 : 0);")]
    [InlineData("Kinds k = (Kinds)a.A; k++; k |= Kinds.Second; k ^= Kinds.First; a.R = (int)~k + (k - Kinds.First) + (k > Kinds.Second ? 100 : 0) + (int)(k & Kinds.Second); a.S = (int)(k + 3);")]
    [InlineData("a.R = Changes(p) + p.X; a.S = Aliased(in p, ref p) + Aliased(in q, ref p);")]
    [InlineData("p = Echo(p); q = Echo(Echo(p)); p = Twist(in p, ref p, q);")]
    [InlineData("switch (a.C) { case 5: a.R = 1; break; case long.MaxValue: a.R = 2; break; case < -100: a.R = 3; goto default; case > 1L << 40: a.R = 4; break; default: a.S = 5; break; }")]
    [InlineData("switch (a.W) { case 5: a.R = 1; break; case ulong.MaxValue: a.R = 2; break; case > 1UL << 63: a.R = 3; break; case 1 << 20: case 17: a.R = 4; break; default: a.R = 5; break; }")]
    [InlineData("switch (a.F) { case -1: a.R = 1; break; case 127: a.R = 2; break; case < 0: a.R = 3; break; } switch (a.H) { case 'x': a.S = 1; break; case '\\uffff': a.S = 2; break; case > 'a' and < 'n': a.S = 3; break; }")]
    [InlineData("a.R = (a.I ? 1 : 0) + (a.A > a.B ? a.A > 0 ? a.I ? 5 : 6 : 7 : a.B < 0 ? 8 : 9) * 10;")]
    [InlineData("bool b = a.A > 3 && (a.B < 2 || a.I) && !(a.C == 3 || a.D != 4 && a.U > 7u); a.I = b ^ a.A == 3; a.R = b | a.I ? 1 : b & a.I ? 2 : 3;")]
    [InlineData("a.R = a.A == int.MinValue ? Math.Max(a.B, -5) : Math.Min((long)a.A * a.B, a.C); a.S = Math.Max(a.E, a.G);")]
    [InlineData("uint rot = (a.U << 5) | (a.U >> 27); ulong rot2 = (a.W << 13) | (a.W >> 51); a.R = (long)(rot ^ rot2); a.S = (int)((a.U << a.A) | (a.U >> -a.A));")]
    [InlineData("a.R = (int)a.C + (short)a.A + (byte)a.D + (sbyte)a.U + (ushort)a.W + (long)(int)a.U + (uint)a.F + (long)(ulong)a.A; a.S = (int)(uint)a.C;")]
    [InlineData("a.R = (a.A << 33) + (a.C << 65) + (1 << a.A) + (1L << a.A) + (a.E << a.B) + (-1 >> a.A) + (a.U >> 35) + (long)(a.W >> a.F);")]
    [InlineData("long sum = 0; for (int i = -2; i <= 2; i++) for (uint j = 3; j > 0; j--) { if ((i & 1) == (j & 1)) continue; sum += i * j; if (sum > a.A) goto done; } sum = -sum; done: a.R = sum;")]
    [InlineData("int i = 0; while (true) { if (i++ >= (a.A & 7)) break; a.R += i; if (a.R > 12) { a.R -= 5; continue; } a.R *= 2; }")]
    [InlineData("a.R = -(-a.A) + ~a.B + +a.E - -a.F; a.C = -a.C; a.S = -a.G * -a.H; a.D = ~a.D; a.U = ~a.U; a.W = ~a.W;")]
    [InlineData("a.E -= 200; a.F *= 3; a.G ^= 0x55; a.H += 'b'; a.E |= 1; a.F <<= 3; a.G /= 3; a.H >>= 1; a.R = a.E + a.F + a.G + a.H;")]
    [InlineData("Point z = default; z.Auto = p.Auto = a.A; z.Scaled += z.Scaled++ + p[0]--; a.R = z.X * 100 + z.Auto + p.X;")]
    [InlineData("var (x, y, z) = (a.A, a.B, a.E); (x, y, z) = (y, z, (byte)x); a.R = x * 10000L + y * 100 + z;")]
    [InlineData("checked { a.R = (a.A & 0xff) * (a.B & 0xff); a.S = (a.E + a.F) * 3; a.G = (short)(a.E - a.F); }")]
    [InlineData("Point? n = a.I ? p : null; if (n is { X: > 0 } g) { g.Move(2); a.R = g.X + n.Value.X; } n = n is null ? q : null; a.S = n?.Sum ?? -9;")]
    [InlineData("p.Move(p.X); p.X += p.X; p[p.X & 1] = p.Y++; a.R = p[1 - (p.X & 1)];")]
    [InlineData("a.R = Rec(a.A & 3, a.B) + Rec(p.X & 3, p.Y);")]
    public void Mixtures(string body) =>
        Check($$"""
            Point p = Make(a.A, 1), q = Make(2, a.B);
            {{body}}
            a.C ^= p.X * 1000L + p.Y * 100 + p.Auto;
            a.D ^= q.X * 1000L + q.Y * 100 + q.Auto;
            """, Structs + """
            private enum Kinds : byte { None, First, Second }
            static ref int Pick(ref Point p, ref Point q, bool b) => ref b ? ref p.X : ref q.Y;
            static bool Try(int x, out int y) { y = x * 2; return x > 1; }
            static int Changes(Point p) { p.Move(5); p.Y = 9; return p.X; }
            static int Aliased(in Point p, ref Point q) { int before = p.X; q.X += 7; return before * 3 + p.X; }
            static Point Echo(Point p) { p.X++; return p; }
            static Point Twist(in Point p, ref Point q, Point r) { q.X = 40; return new Point { X = p.X + r.X, Y = q.Y }; }
            static int Rec(int depth, int x) => depth == 0 ? x : depth * x;
            """);

    private const string Structs = """
        public struct Point
        {
            public int X;
            public int Y;
            public Point(int x) { X = x; Y = 1; }
            public int Auto { get; set; }
            public readonly int Sum => X + Y;
            public int Scaled { get => X * 2; set => X = value / 2; }
            public int this[int index] { get => index == 0 ? X : Y; set { if (index == 0) X = value; else Y = value; } }
            public void Move(int by) => X += by;
            public int Bump() => X++;
            public readonly bool Equal(in Point other) => X == other.X && Y == other.Y;
            public static Point operator +(Point left, Point right) => new() { X = left.X + right.X, Y = left.Y + right.Y };
            public static Point operator -(Point point) => new(-point.X);
            public static implicit operator Point(int x) => new(x);
            public static explicit operator int(Point point) => point.X;
        }
        public struct Line { public Point From, To; }
        public readonly record struct Pair(int First, long Second);
        public struct Named(int value) { public int Value = value; public int Twice { get; } = value * 2; }
        public struct ReadOnlyHolder { public readonly Point Point; public ReadOnlyHolder(int x) => Point = new(x); }
        static Point Make(int x, int y) { Point p = new(x); p.Y = y; return p; }
        static void Swap(ref Point p) => p = new Point(p.Y) { Y = p.X };
        static int Sum(in Point p) => p.X + p.Y;

        """;

    private static void Check(string body, string members = "", string types = "") => ClrOracle.Check(Program(body, members, types), Inputs);

    private static string Program(string body, string members, string types) => $$"""
        #nullable enable
        [BpfObject]
        public partial class Program
        {
            public struct Args { public int A, B; public uint U, V; public long C, D; public ulong W; public byte E; public sbyte F; public short G; public char H; public bool I; public long R; public int S; }

            [Syscall(OnFault = -77)]
            public int Run(ref Args a)
            {
                {{body}}
                return 1;
            }

            {{members}}
        }
        {{types}}
        """;
}
