using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Tests.Mutations;

/// <summary>Expressions, statements, types, patterns and members left out, doubled, moved, wrapped and replaced.</summary>
internal sealed class NodeMutations(IReadOnlyList<SyntaxNode> sources)
{
    // {0} is the statement.
    private static readonly string[] StatementFrames =
    [
        "{{ {0} }}", "if (DateTime.Now.Ticks > 3) {0}", "if (1 > 2) {0} else {{ }}", "for (int mi = 0; mi < 5; mi++) {{ {0} }}",
        "while (true) {{ {0} break; }}", "do {{ {0} }} while (false);", "try {{ {0} }} finally {{ }}",
        "try {{ }} finally {{ {0} }}", "checked {{ {0} }}", "unchecked {{ {0} }}", "unsafe {{ {0} }}",
        "{{ void M() {{ {0} }} M(); }}", "{{ static void M() {{ {0} }} M(); }}", "Bpf.Loop(3, m => {{ {0} }});",
        "foreach (int mi in 0..3) {{ {0} }}", "switch (3) {{ case > 2: {0} break; }}", "again: {0} goto again;",
        "lock (this) {{ {0} }}", "try {{ {0} }} catch {{ }}", "using (Bpf.RcuRead()) {{ {0} }}",
        "Span<byte> ms = stackalloc byte[8]; {0}", "{0} return 1;", "return; {0}", "fixed (byte* m = \"a\"u8) {{ {0} }}",
        "Action ma = () => {{ {0} }}; ma();",
    ];

    // {0} and {1} are expressions.
    private static readonly string[] ExpressionFrames =
    [
        "({0})", "-{0}", "~{0}", "!{0}", "({0} + {1})", "({0} ?? {1})", "({0} > {1} ? {0} : {1})", "checked({0} * {1})",
        "(int)({0})", "(byte)({0})", "(ulong)({0})", "(long?)({0})", "({0}).GetHashCode()", "({0}).ToString()", "({0}).Equals({1})",
        "{0}[0]", "{0}[^1]", "{0}[1..]", "{0}.Length", "({0} is var mv ? mv : {1})", "({0} is {{ }} mp ? mp : {1})",
        "({0} switch {{ 1 => {1}, _ => {0} }})", "({0}, {1}).Item1", "ref {0}", "new() {{ }}", "(({0}, {1}) is (1, > 2))",
        "(true ? {0} : throw new Exception())", "Math.Max({0}, {1})", "Interlocked.Add(ref {0}, 1)", "Volatile.Read(ref {0})",
        "nameof({0})", "sizeof(int)", "default", "null", "\"text\"", "$\"{{{0}}}\"", "1.5", "3m", "'c'", "\"u\"u8", "int.MinValue",
        "ulong.MaxValue", "stackalloc int[3]", "[{0}, {1}]", "new int[] {{ {0} }}", "(m => {0})", "await {0}", "&{0}", "*{0}",
        "{0}++", "--{0}", "({0} = {1})", "{0}!", "typeof(int)", "this", "args", "({0} as object)", "({0} is int)",
        "from q in {0} select q", "new {{ A = {0} }}", "Unsafe.As<int, uint>(ref {0})", "MemoryMarshal.Read<int>({0})",
        "Unsafe.SizeOf<long>()", "new Span<int>(ref {0})", "(dynamic){0}", "{0}?.{1}", "(delegate*<int>)null",
    ];

    private static readonly string[] Types =
    [
        "int", "byte", "ulong", "sbyte", "char", "bool", "nint", "Int128", "double", "decimal", "string", "object", "int?",
        "(int, long)", "Span<byte>", "ReadOnlySpan<int>", "int[]", "int*", "void", "var", "dynamic", "Action", "Func<int, int>",
        "Index", "Range", "BpfHashMap<uint, long>", "BpfArrayMap<int>", "BpfTimer", "BpfSpinLock", "SeqFile", "task_struct",
        "Memory<byte>", "Task", "DateTime", "Guid", "ref int", "ref readonly long",
    ];

    private readonly Dictionary<Type, SyntaxNode[]> _byKind = new()
    {
        [typeof(ExpressionSyntax)] = Nodes<ExpressionSyntax>(sources),
        [typeof(StatementSyntax)] = Nodes<StatementSyntax>(sources),
        [typeof(MemberDeclarationSyntax)] = Nodes<MemberDeclarationSyntax>(sources),
        [typeof(PatternSyntax)] = Nodes<PatternSyntax>(sources),
        [typeof(ParameterSyntax)] = Nodes<ParameterSyntax>(sources),
        [typeof(AttributeListSyntax)] = Nodes<AttributeListSyntax>(sources),
    };

    /// <summary>The mutations.</summary>
    public IEnumerable<Mutation> All =>
    [
        Delete<StatementSyntax>, Delete<MemberDeclarationSyntax>, Delete<AttributeListSyntax>, Delete<ParameterSyntax>,
        Duplicate<StatementSyntax>, Duplicate<MemberDeclarationSyntax>,
        Move<StatementSyntax>, Move<ExpressionSyntax>, Move<TypeSyntax>, Move<PatternSyntax>, MoveLike<StatementSyntax>,
        MoveLike<ExpressionSyntax>, MoveLike<ExpressionSyntax>, MoveLike<ExpressionSyntax>, MoveLike<ExpressionSyntax>,
        MoveLike<TypeSyntax>,
        Replace<ExpressionSyntax>, Replace<StatementSyntax>, Replace<MemberDeclarationSyntax>, Replace<PatternSyntax>,
        Replace<ParameterSyntax>, Replace<AttributeListSyntax>, ReplaceType, WrapStatement, WrapStatement, WrapExpression, WrapExpression, WrapExpression,
    ];

    private static TextChange? Delete<T>(SyntaxNode root, Random random)
        where T : SyntaxNode => Any<T>(root, random) is { } node ? new TextChange(node.Span, node is StatementSyntax ? ";" : "") : null;

    private static TextChange? Duplicate<T>(SyntaxNode root, Random random)
        where T : SyntaxNode => Any<T>(root, random) is { } node ? new TextChange(node.Span, $"{node} {node}") : null;

    /// <summary>What stands elsewhere in the source comes here as well.</summary>
    private static TextChange? Move<T>(SyntaxNode root, Random random)
        where T : SyntaxNode =>
        Any<T>(root, random) is { } from && Any<T>(root, random) is { } to ? new TextChange(to.Span, from.ToString()) : null;

    /// <summary>The same of another one of the same kind, which is more likely to be C#.</summary>
    private static TextChange? MoveLike<T>(SyntaxNode root, Random random)
        where T : SyntaxNode
    {
        if (Any<T>(root, random) is not { } to)
            return null;
        SyntaxNode[] others = [.. Nodes<T>([root]).Where(node => node.RawKind == to.RawKind && node.Parent?.RawKind == to.Parent?.RawKind)];
        return new TextChange(to.Span, SourceMutator.Any(others, random).ToString());
    }

    private TextChange? Replace<T>(SyntaxNode root, Random random)
        where T : SyntaxNode =>
        Any<T>(root, random) is { } node ? new TextChange(node.Span, SourceMutator.Any(_byKind[typeof(T)], random).ToString()) : null;

    private static TextChange? ReplaceType(SyntaxNode root, Random random) =>
        Any<TypeSyntax>(root, random) is { } type ? new TextChange(type.Span, SourceMutator.Any(Types, random)) : null;

    private static TextChange? WrapStatement(SyntaxNode root, Random random) => Any<StatementSyntax>(root, random) is { } statement
        ? new TextChange(statement.Span, Fill(SourceMutator.Any(StatementFrames, random), statement, statement))
        : null;

    private static TextChange? WrapExpression(SyntaxNode root, Random random) =>
        Any<ExpressionSyntax>(root, random) is { } expression && Any<ExpressionSyntax>(root, random) is { } other
            ? new TextChange(expression.Span, Fill(SourceMutator.Any(ExpressionFrames, random), expression, other))
            : null;

    private static string Fill(string frame, SyntaxNode first, SyntaxNode second) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, first, second);

    private static SyntaxNode? Any<T>(SyntaxNode root, Random random)
        where T : SyntaxNode => Nodes<T>([root]) is { Length: > 0 } nodes ? SourceMutator.Any(nodes, random) : null;

    // An identifier is an expression as well as a type: where it stands decides.
    private static SyntaxNode[] Nodes<T>(IReadOnlyList<SyntaxNode> roots)
        where T : SyntaxNode =>
        [.. roots.SelectMany(root => root.DescendantNodes().OfType<T>()).Where(node =>
            node is TypeSyntax type && SyntaxFacts.IsInTypeOnlyContext(type) ? typeof(T) == typeof(TypeSyntax)
                : node is not NameSyntax || typeof(T) == typeof(ExpressionSyntax))];
}
