using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

internal static partial class RewriteRules
{
    private static RewriteRule[] Arithmetic =>
    [
        new("(add x 0)", "x"),
        new("(add (add x c) d)", "(add x (add c d))"),
        new("(add x (neg y))", "(sub x y)"),
        new("(add (sub x y) y)", "x"),
        new("(add (sub c x) d)", "(sub (add c d) x)"),
        new("(sub x c)", "(add x (neg c))"),
        new("(sub x x)", "0"),
        new("(sub 0 x)", "(neg x)"),
        new("(sub x (neg y))", "(add x y)"),
        new("(sub (add x y) y)", "x"),
        new("(sub x (add x y))", "(neg y)"),
        new("(sub x (sub x y))", "y"),
        new("(sub c (add x d))", "(sub (sub c d) x)"),
        new("(sub c (sub d x))", "(add x (sub c d))"),
        new("(neg (neg x))", "x"),
        new("(neg (sub x y))", "(sub y x)"),
        new("(mul x 0)", "0"),
        new("(mul x 1)", "x"),
        new("(mul x -1)", "(neg x)"),
        new("(mul x c)", "(shl x (log2 c))", match => IsPowerOfTwo(match.Unsigned('c'))),
        new("(mul (mul x c) d)", "(mul x (mul c d))"),
        new("(mul (shl x c) d)", "(mul x (shl d c))"),
        new("(mul (neg x) c)", "(mul x (neg c))"),
        new("(padd x 0)", "x"),
        new("(padd (padd x c) d)", "(padd x (add c d))"),
        new("(reinterpret (reinterpret x:i64))", "x", match => match.Type == IrType.I64),
        new("(reinterpret (reinterpret x:ptr))", "x", match => match.Type == IrType.Pointer),
        new("(reinterpret (reinterpret x:kptr))", "x", match => match.Type == IrType.KernelPointer),
    ];

    private static RewriteRule[] Division =>
    [
        new("(sdiv x 1)", "x"),
        new("(sdiv x -1)", "(neg x)"),
        new("(sdiv x y)", "(udiv x y)", match => match.IsNonNegative('x') && match.IsNonNegative('y')),
        new("(sdiv x c)", "(sar (add x (shr (sar x (sub (width c) 1)) (sub (width c) (log2 c)))) (log2 c))", match =>
            match['c'] > 1 && IsPowerOfTwo(match.Unsigned('c'))),
        new("(srem x 1)", "0"),
        new("(srem x -1)", "0"),
        new("(srem x y)", "(urem x y)", match => match.IsNonNegative('x') && match.IsNonNegative('y')),
        new("(srem x c)", "(sub x (and (add x (shr (sar x (sub (width c) 1)) (sub (width c) (log2 c)))) (neg c)))", match =>
            match['c'] > 1 && IsPowerOfTwo(match.Unsigned('c'))),
        new("(udiv x c)", "(shr x (log2 c))", match => IsPowerOfTwo(match.Unsigned('c'))),
        new("(udiv (udiv x c) d)", "(udiv x (mul c d))", match =>
            match['c'] != 0 && match['d'] != 0 && (UInt128)match.Unsigned('c') * match.Unsigned('d') <= KnownBits.Mask(match.Type)),
        new("(urem x c)", "(and x (add c -1))", match => IsPowerOfTwo(match.Unsigned('c'))),
    ];
}
