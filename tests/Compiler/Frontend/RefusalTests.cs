namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>What can't be compiled is said once, with what to write instead: what follows from it is not.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("int[] x = new int[3]; foreach (var y in x) a.R += y;", "CSBPF0007")]
    [InlineData("foreach (var y in new[] { 1, 2, 3 }) a.R += y;", "CSBPF0007")]
    [InlineData("dynamic d = a.A; a.R = d.Foo();", "CSBPF0104")]
    [InlineData("IComparable c = a.A; a.R = c.CompareTo(1L);", "CSBPF0104")]
    [InlineData("using var s = new System.IO.MemoryStream(); s.WriteByte(1);", "CSBPF0104")]
    [InlineData("object o = 3; a.R = o is int ? 1 : 0;", "CSBPF0104")]
    [InlineData("object o = 3; switch (o) { case int i: a.R = i; break; }", "CSBPF0104")]
    [InlineData("Func<int, int> f = a.A > 0 ? x => x : x => -x; a.R = f(3);", "CSBPF0008")]
    [InlineData("a.R = (long)(a.A * 1.5);", "CSBPF0101")]
    [InlineData("a.R = (long)Math.Pow(2, 3);", "CSBPF0002")]
    [InlineData("a.R = (long)Math.Sqrt(a.A);", "CSBPF0002")]
    [InlineData("a.R = object.Equals(a.A, a.B) ? 1 : 0;", "CSBPF0002")]
    [InlineData("DateTime now = DateTime.Now; a.R = now.Hour;", "CSBPF0109")]
    [InlineData("a.R = DateTime.UtcNow.Ticks;", "CSBPF0109")]
    [InlineData("string s = a.A > 1 ? \"a\" : \"b\"; a.R = s == \"a\" ? 1 : 0;", "CSBPF0102")]
    [InlineData("string s = \"a\"; if (a.A > 1) s = \"b\"; a.R = s.Length;", "CSBPF0102")]
    [InlineData("BpfHashMap<int, int>? m = null; a.R = m!.ContainsKey(1) ? 1 : 0;", "CSBPF0303")]
    [InlineData("Action f = () => { }; f += () => { }; f();", "CSBPF0008")]
    [InlineData("var t = typeof(int); a.R = t == null ? 1 : 2;", "CSBPF0104")]
    [InlineData("int n = (int)a.A; Span<int> s = stackalloc int[n]; a.R = s.Length;", "CSBPF0120")]
    [InlineData("Span<int> s = stackalloc int[4]; Span<int> t = [..s, 1]; a.R = t.Length;", "CSBPF0121")]
    public void Mistake_IsSaidOnce(string body, string id) => Check(body, id);

    /// <summary>What user space has for it is not there: the message says what programs have.</summary>
    [Theory]
    [InlineData("a.R = DateTime.UtcNow.Ticks;", "Bpf.KtimeGetNs()")]
    [InlineData("a.R = Environment.TickCount64;", "Bpf.KtimeGetNs()")]
    [InlineData("a.R = Random.Shared.Next();", "in a global or a map")]
    [InlineData("Console.WriteLine(a.A);", "Bpf.Print")]
    [InlineData("Thread.Sleep(1);", "BpfTimer")]
    [InlineData("var d = new Dictionary<int, int>(); d[1] = 2;", "BpfHashMap")]
    [InlineData("a.R = Environment.ProcessId;", "Bpf.GetCurrentPidTgid()")]
    [InlineData("a.R = int.Parse(\"12\");", "digit by digit")]
    [InlineData("a.R = a.A.GetType() == null ? 1 : 0;", "typeof(T) == typeof(int)")]
    [InlineData("a.R = a.Equals(a) ? 1 : 0;", "record struct")]
    [InlineData("int[] x = new int[3];", "stackalloc")]
    [InlineData("foreach (var (k, v) in M) a.R += v;", "ForEach")]
    [InlineData("E += () => { };", "lambda")]
    public void Message_SaysWhatToWriteInstead(string body, string instead)
    {
        FrontendCompilation compilation = Compile(body, "BpfHashMap<int, int> M = new(4); event Action? E;", "");

        Assert.Contains(instead, Assert.Single(compilation.Diagnostics).GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Interlocked.Exchange(ref O, null!);", "CSBPF0104", "object O = new();")]
    [InlineData("var p = a.A > 0 ? this : null; a.R = p!.X;", "CSBPF0104", "int X = 3;")]
    [InlineData("a.R = F(a.A > 0 ? \"x\" : \"yz\");", "CSBPF0102", "static int F(string s) => s.Length;")]
    [InlineData("M = new(maxEntries: 5);", "CSBPF0306", "BpfHashMap<int, int> M = new(maxEntries: 4);")]
    [InlineData("M[1] = 3;", "CSBPF0306", "BpfHashMap<int, int> M { get; } = new(maxEntries: 4);")]
    [InlineData("(a.A > 0 ? M : N)[1] = 3;", "CSBPF0303", "BpfHashMap<int, int> M = new(4), N = new(4);")]
    [InlineData("var m = M; m = N; a.R = m.ContainsKey(1) ? 1 : 0;", "CSBPF0303", "BpfHashMap<int, int> M = new(4), N = new(4);")]
    [InlineData("F(M);", "CSBPF0303", "BpfHashMap<int, int> M = new(4), N = new(4); void F(BpfHashMap<int, int> m) { m = N; m[1] = 1; }")]
    [InlineData("F(ref M);", "CSBPF0303", "BpfHashMap<int, int> M = new(4); void F(ref BpfHashMap<int, int> m) => m[1] = 1;")]
    [InlineData("T.AsSpan()[1] = 1;", "CSBPF0112", "static readonly int[] T = [1, 2];")]
    [InlineData("Span<int> s = T.AsSpan(1); a.R = s.Length;", "CSBPF0112", "static readonly int[] T = [1, 2];")]
    [InlineData("T.AsSpan().Reverse();", "CSBPF0112", "static readonly int[] T = [1, 2];")]
    [InlineData("a.R = X;", "CSBPF0015", "int X { get; set; } public Program() { X = 3; }")]
    public void MistakeWithAMember_IsSaidOnce(string body, string id, string members) => Check(body, id, members);

    [Theory]
    [InlineData("Span<byte> keep = default; int n = 0; switch (a.A) { case 0: Span<byte> s = stackalloc byte[4]; if (n++ == 0) keep = s; if (n < 3) goto case 0; break; }")]
    [InlineData("int n = 0; goto start; again: Span<byte> s = stackalloc byte[4]; a.R += s[0]; return 0; start: if (n++ < 3) goto again;")]
    [InlineData("int n = 0; again: Span<byte> s = stackalloc byte[4]; a.R += s[0]; if (n++ < 3) goto again;")]
    [InlineData("System.Span<int> all = default; for (int i = 0; i < 3; i++) { System.Span<int> s = stackalloc int[4]; fixed (int* p = all) { a.R++; } all = s; }")]
    [InlineData("System.Span<int> all = default; for (int i = 0; i < 3; i++) { System.Span<int> s = stackalloc int[4]; fixed (int* p = all) { a.R++; } Set(out all); }",
        "static void Set(out System.Span<int> s) => s = default;")]
    [InlineData("scoped ref long kept = ref a.R; for (int i = 0; i < 3; i++) { System.Span<long> s = stackalloc long[4]; kept++; kept = ref s[0]; }")]
    public void StackAllocation_ThatAJumpComesBackTo_IsRefused(string body, string members = "") => Check(body, "CSBPF0113", members);

    [Fact]
    public void StackAllocation_BesideASpanThatIsPinnedAndMatched_IsTaken() => Assert.Empty(Compile(
        "System.Span<byte> all = stackalloc byte[8]; for (int i = 0; i < 3; i++) fixed (byte* p = all) { System.Span<byte> s = stackalloc byte[4]; a.R += all switch { [1, ..] => s[0], _ => p[1] }; }",
        "",
        "").Diagnostics);

    private static void Check(string body, string id, string members = "") =>
        Assert.Equal([id], Compile(body, members, "").Diagnostics.Select(diagnostic => diagnostic.Id));

    private static FrontendCompilation Compile(string body, string members, string types) =>
        FrontendCompilation.Compile($$"""
            using System.Collections.Generic;
            using System.Threading;

            public struct Args { public long A, B, R; }

            [BpfObject]
            public unsafe partial class Program
            {
                [Syscall]
                public int Run(ref Args a)
                {
                    {{body}}
                    return 1;
                }

                {{members}}
            }

            {{types}}
            """);
}
