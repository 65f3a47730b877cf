namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>What can't be compiled is said once, with what to write instead: what follows from it is not.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("int[] x = new int[3]; foreach (var y in x) a.R += y;", "CSBPF0108")]
    [InlineData("foreach (var y in new[] { 1, 2, 3 }) a.R += y;", "CSBPF0007")]
    [InlineData("dynamic d = a.A; a.R = d.Foo();", "CSBPF0104")]
    [InlineData("IComparable c = a.A; a.R = c.CompareTo(1L);", "CSBPF0104")]
    [InlineData("using var s = new System.IO.MemoryStream(); s.WriteByte(1);", "CSBPF0104")]
    [InlineData("object o = 3; a.R = o is int ? 1 : 0;", "CSBPF0104")]
    [InlineData("object o = 3; switch (o) { case int i: a.R = i; break; }", "CSBPF0104")]
    [InlineData("Func<int, int> f = a.A > 0 ? x => x : x => -x; a.R = f(3);", "CSBPF0008")]
    [InlineData("a.R = (long)(a.A * 1.5);", "CSBPF0101")]
    [InlineData("a.R = (long)Math.Pow(2, 3);", "CSBPF0101")]
    [InlineData("a.R = (long)Math.Sqrt(a.A);", "CSBPF0101")]
    [InlineData("a.R = object.Equals(a.A, a.B) ? 1 : 0;", "CSBPF0013")]
    [InlineData("DateTime now = DateTime.Now; a.R = now.Hour;", "CSBPF0109")]
    [InlineData("a.R = DateTime.UtcNow.Ticks;", "CSBPF0109")]
    public void Mistake_IsSaidOnce(string body, string id) => Check(body, id);

    [Theory]
    [InlineData("Interlocked.Exchange(ref O, null!);", "CSBPF0104", "object O = new();")]
    [InlineData("a.R = F(this);", "CSBPF0104", "static int F(Program p) => 1;")]
    [InlineData("a.R = F(\"x\");", "CSBPF0102", "static int F(string s) => s.Length;")]
    [InlineData("M = new(maxEntries: 5);", "CSBPF0306", "BpfHashMap<int, int> M = new(maxEntries: 4);")]
    [InlineData("M[1] = 3;", "CSBPF0306", "BpfHashMap<int, int> M { get; } = new(maxEntries: 4);")]
    [InlineData("(a.A > 0 ? M : N)[1] = 3;", "CSBPF0303", "BpfHashMap<int, int> M = new(4), N = new(4);")]
    [InlineData("a.R = X;", "CSBPF0015", "int X { get; set; } public Program() { X = 3; }")]
    public void MistakeWithAMember_IsSaidOnce(string body, string id, string members) => Check(body, id, members);

    [Theory]
    [InlineData("Span<byte> keep = default; int n = 0; switch (a.A) { case 0: Span<byte> s = stackalloc byte[4]; if (n++ == 0) keep = s; if (n < 3) goto case 0; break; }")]
    [InlineData("int n = 0; goto start; again: Span<byte> s = stackalloc byte[4]; a.R += s[0]; return 0; start: if (n++ < 3) goto again;")]
    [InlineData("int n = 0; again: Span<byte> s = stackalloc byte[4]; a.R += s[0]; if (n++ < 3) goto again;")]
    public void StackAllocation_ThatAJumpComesBackTo_IsRefused(string body) => Check(body, "CSBPF0113");

    private static void Check(string body, string id, string members = "", string types = "")
    {
        FrontendCompilation compilation = FrontendCompilation.Compile($$"""
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

        Assert.Equal([id], compilation.Diagnostics.Select(diagnostic => diagnostic.Id));
    }
}
