using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

internal static partial class RewriteRules
{
    private static RewriteRule[] Extensions =>
    [
        new("(trunc (zext.32 x:i32))", "x"),
        new("(trunc (sext.32 x:i32))", "x"),
        new("(trunc (zext.n x:bool))", "(zext.n x)"),
        new("(trunc (zext.n x:i32))", "(zext.n x)"),
        new("(trunc (sext.n x:i32))", "(sext.n x)"),
        new("(trunc (zext.n x:i64))", "(trunc x)", match => match['n'] == 32),
        new("(trunc (sext.n x:i64))", "(trunc x)", match => match['n'] == 32),
        new("(trunc (sext.n x:i64))", "(sext.n (trunc x))", match => match['n'] < 32),
        new("(trunc (add! x y))", "(add (trunc x) (trunc y))", AreNarrow),
        new("(trunc (sub! x y))", "(sub (trunc x) (trunc y))", AreNarrow),
        new("(trunc (mul! x y))", "(mul (trunc x) (trunc y))", AreNarrow),
        new("(trunc (and! x y))", "(and (trunc x) (trunc y))", AreNarrow),
        new("(trunc (or! x y))", "(or (trunc x) (trunc y))", AreNarrow),
        new("(trunc (xor! x y))", "(xor (trunc x) (trunc y))", AreNarrow),
        new("(trunc (shl! x c))", "(shl (trunc x) c)", match => match['c'] is >= 0 and < 32 && IsNarrow(match.Value('x'))),
        new("(zext.1 (xor x:bool 1))", "(xor (zext.1 x) 1)"),
        new("(zext.n (trunc x))", "(zext.n x)", match => match.Type == IrType.I64),
        new("(sext.n (trunc x))", "(sext.n x)", match => match.Type == IrType.I64),
        new("(zext.n (zext.m x))", "(zext.m x)", match => match['n'] >= match['m']),
        new("(zext.n (zext.m x))", "(zext.n x)", match => match['n'] < match['m']),
        new("(zext.n (sext.m x))", "(zext.n x)", match => match['n'] <= match['m']),
        new("(sext.n (sext.m x))", "(sext.m x)", match => match['n'] >= match['m']),
        new("(sext.n (sext.m x))", "(sext.n x)", match => match['n'] < match['m']),
        new("(sext.n (zext.m x))", "(sext.n x)", match => match['n'] <= match['m']),
        new("(sext.n (zext.m x))", "(zext.m x)", match => match['n'] > match['m']),
        new("(zext.8 x:i32)", "(and x 255)", match => match.Type == IrType.I32),
        new("(zext.16 x:i32)", "(and x 65535)", match => match.Type == IrType.I32),
        new("(zext.8 x:i64)", "(and x 255)"),
        new("(zext.16 x:i64)", "(and x 65535)"),
        new("(zext.8 x:i32)", "(zext.32 (and x 255))", match => match.Type == IrType.I64),
        new("(zext.16 x:i32)", "(zext.32 (and x 65535))", match => match.Type == IrType.I64),
        new("(sext.n x:i32)", "(zext.n x)", match => (KnownBits.Of(match.Value('x')).Zeros >> ((int)match['n'] - 1) & 1) != 0),
        new("(sext.n x:i64)", "(zext.n x)", match => (KnownBits.Of(match.Value('x')).Zeros >> ((int)match['n'] - 1) & 1) != 0),
        new("(zext.n x:i32)", "x", match => match.Type == IrType.I32 && KnownBits.Of(match.Value('x')).Maximum >> (int)match['n'] == 0),
        new("(zext.n x:i64)", "x", match => KnownBits.Of(match.Value('x')).Maximum >> (int)match['n'] == 0),
        new("(sext.32 x:i32)", "x", match => match.Type == IrType.I32),
    ];

    private static RewriteRule[] Selections =>
    [
        new("(select 1 x y)", "x"),
        new("(select 0 x y)", "y"),
        new("(select x y y)", "y"),
        new("(select (xor x 1) y z)", "(select x z y)"),
        new("(select x y:bool 0)", "(and x y)"),
        new("(select x 1 y:bool)", "(or x y)"),
        new("(select x 1 0)", "(zext.1 x)", match => match.Type is IrType.I32 or IrType.I64),
        new("(select x 0 1)", "(zext.1 (xor x 1))", match => match.Type is IrType.I32 or IrType.I64),
        new("(select x 0 1)", "(xor x 1)", match => match.Type == IrType.Bool),
    ];

    /// <summary>True where both operands are 32 bits wide in truth.</summary>
    private static bool AreNarrow(Match match) => IsNarrow(match.Value('x')) && IsNarrow(match.Value('y'));

    private static bool IsNarrow(Value value) =>
        value.IsConstant || (value.Opcode is Opcode.ZeroExtend or Opcode.SignExtend && value.Arguments[0].Type is IrType.I32 or IrType.Bool);
}
