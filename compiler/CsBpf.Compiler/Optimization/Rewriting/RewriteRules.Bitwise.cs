namespace CsBpf.Compiler.Optimization.Rewriting;

internal static partial class RewriteRules
{
    private static RewriteRule[] Bitwise =>
    [
        new("(and x 0)", "0"),
        new("(and x -1)", "x"),
        new("(and x x)", "x"),
        new("(and (and x c) d)", "(and x (and c d))"),
        new("(and (or x c) d)", "(and x d)", match => (match['c'] & match['d']) == 0),
        new("(and (or x y) y)", "y"),
        new("(and (xor x -1) x)", "0"),
        new("(or x 0)", "x"),
        new("(or x -1)", "-1"),
        new("(or x x)", "x"),
        new("(or (or x c) d)", "(or x (or c d))"),
        new("(or (and x c) d)", "(or x d)", match => ConstantFolding.Normalize(match.Type, match['c'] | match['d']) == ConstantFolding.Normalize(match.Type, -1)),
        new("(or (and x y) y)", "y"),
        new("(or (xor x -1) x)", "-1"),
        new("(xor x 0)", "x"),
        new("(xor x x)", "0"),
        new("(xor (xor x c) d)", "(xor x (xor c d))"),
        new("(xor (xor x y) y)", "x"),
        new("(xor (xor x c) (xor y d))", "(xor (xor x y) (xor c d))"),
        new("(and x:i64 4294967295)", "(zext.32 x)"),
    ];

    private static RewriteRule[] Shifts =>
    [
        new("(shl x 0)", "x"),
        new("(sar x 0)", "x"),
        new("(shr x 0)", "x"),
        new("(shl x c)", "(shl x (and c (add (width x) -1)))", IsCountTooLarge),
        new("(sar x c)", "(sar x (and c (add (width x) -1)))", IsCountTooLarge),
        new("(shr x c)", "(shr x (and c (add (width x) -1)))", IsCountTooLarge),
        new("(shl x (and y c))", "(shl x y)", IsMaskOfCount),
        new("(sar x (and y c))", "(sar x y)", IsMaskOfCount),
        new("(shr x (and y c))", "(shr x y)", IsMaskOfCount),
        new("(shl 0 x)", "0"),
        new("(sar 0 x)", "0"),
        new("(sar -1 x)", "-1"),
        new("(shr 0 x)", "0"),
        new("(shl (shl x c) d)", "(shl x (add c d))", match => AreCounts(match) && match['c'] + match['d'] < match.Width('x')),
        new("(shl (shl x c) d)", "0", match => AreCounts(match) && match['c'] + match['d'] >= match.Width('x')),
        new("(shr (shr x c) d)", "(shr x (add c d))", match => AreCounts(match) && match['c'] + match['d'] < match.Width('x')),
        new("(shr (shr x c) d)", "0", match => AreCounts(match) && match['c'] + match['d'] >= match.Width('x')),
        new("(sar (sar x c) d)", "(sar x (add c d))", match => AreCounts(match) && match['c'] + match['d'] < match.Width('x')),
        new("(sar (sar x c) d)", "(sar x (add (width x) -1))", match => AreCounts(match) && match['c'] + match['d'] >= match.Width('x')),
        new("(shr (shl x c) c)", "(and x (shr -1 c))"),
        new("(shl (shr x c) c)", "(and x (shl -1 c))"),
        new("(shl (sar x c) c)", "(and x (shl -1 c))"),
        new("(sar (shl x:i32 24) 24)", "(sext.8 x)"),
        new("(sar (shl x:i32 16) 16)", "(sext.16 x)"),
        new("(sar (shl x:i64 56) 56)", "(sext.8 x)"),
        new("(sar (shl x:i64 48) 48)", "(sext.16 x)"),
        new("(sar (shl x:i64 32) 32)", "(sext.32 x)"),
        new("(sar x y)", "(shr x y)", match => match.IsNonNegative('x')),
        new("(shr (and! x c) d)", "(and (shr x d) (shr c d))"),
    ];

    private static bool IsCountTooLarge(Match match) => match['c'] != (match['c'] & (match.Width('x') - 1));

    private static bool IsMaskOfCount(Match match) => (match['c'] & (match.Width('x') - 1)) == match.Width('x') - 1;

    private static bool AreCounts(Match match) => match.Width('x') is var width && match['c'] >= 0 && match['c'] < width && match['d'] >= 0 && match['d'] < width;
}
