namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>What can't be compiled is said once, with what to write instead: what follows from it is not.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("int[] x = new int[3]; foreach (var y in x) a.R += y;", "CSBPF0108")]
    [InlineData("foreach (var y in new[] { 1, 2, 3 }) a.R += y;", "CSBPF0007")]
    public void Mistake_IsSaidOnce(string body, string id) => Check(body, id);

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
