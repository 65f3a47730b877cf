using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

internal static partial class RewriteRules
{
    private static RewriteRule[] Comparisons =>
    [
        new("(eq x x)", "1"),
        new("(ne x x)", "0"),
        new("(slt x x)", "0"),
        new("(sle x x)", "1"),
        new("(ult x x)", "0"),
        new("(ule x x)", "1"),

        new("(eq x:ptr 0)", "0", match => IsNeverNull(match.Value('x'))),
        new("(ne x:ptr 0)", "1", match => IsNeverNull(match.Value('x'))),

        new("(eq x:bool 1)", "x"),
        new("(eq x:bool y)", "(xor (xor x y) 1)"),
        new("(ne x:bool y)", "(xor x y)"),
        new("(xor (eq! x y) 1)", "(ne x y)"),
        new("(xor (ne! x y) 1)", "(eq x y)"),
        new("(xor (slt! x y) 1)", "(sle y x)"),
        new("(xor (sle! x y) 1)", "(slt y x)"),
        new("(xor (ult! x y) 1)", "(ule y x)"),
        new("(xor (ule! x y) 1)", "(ult y x)"),

        new("(eq (zext.1 x) 0)", "(xor x 1)"),
        new("(eq (zext.1 x) 1)", "x"),
        new("(ne (zext.1 x) 0)", "x"),
        new("(ne (zext.1 x) 1)", "(xor x 1)"),
        new("(eq (zext.32! x:i32) c)", "(eq x (trunc c))", match => match['c'] == (uint)match['c']),
        new("(ne (zext.32! x:i32) c)", "(ne x (trunc c))", match => match['c'] == (uint)match['c']),
        new("(eq (sext.32! x:i32) c)", "(eq x (trunc c))", match => match['c'] == (int)match['c']),
        new("(ne (sext.32! x:i32) c)", "(ne x (trunc c))", match => match['c'] == (int)match['c']),
        new("(eq (add! x c) d)", "(eq x (sub d c))"),
        new("(ne (add! x c) d)", "(ne x (sub d c))"),
        new("(eq (xor! x c) d)", "(eq x (xor c d))"),
        new("(ne (xor! x c) d)", "(ne x (xor c d))"),
        new("(eq (sub! x y) 0)", "(eq x y)"),
        new("(ne (sub! x y) 0)", "(ne x y)"),
        new("(eq (xor! x y) 0)", "(eq x y)"),
        new("(ne (xor! x y) 0)", "(ne x y)"),

        new("(ule x -1)", "1"),
        new("(ule 0 x)", "1"),
        new("(ult x 0)", "0"),
        new("(ult -1 x)", "0"),
        new("(ult x 1)", "(eq x 0)"),
        new("(ult 0 x)", "(ne x 0)"),
        new("(ult x -1)", "(ne x -1)"),
        new("(ule x c)", "(ult x (add c 1))", match => match['c'] != -1 && match.Value('x').Type is (IrType.I32 or IrType.I64)),
        new("(ule c x)", "(ult (add c -1) x)", match => match['c'] != 0),
        new("(sle x c)", "1", match => match['c'] == Largest(match)),
        new("(sle c x)", "1", match => match['c'] == Smallest(match)),
        new("(slt x c)", "0", match => match['c'] == Smallest(match)),
        new("(slt c x)", "0", match => match['c'] == Largest(match)),
        new("(sle x c)", "(slt x (add c 1))", match => match['c'] != Largest(match)),
        new("(sle c x)", "(slt (add c -1) x)", match => match['c'] != Smallest(match)),
        new("(slt x y)", "(ult x y)", match => match.IsNonNegative('x') && match.IsNonNegative('y')),
        new("(sle x y)", "(ule x y)", match => match.IsNonNegative('x') && match.IsNonNegative('y')),
    ];

    private static bool IsNeverNull(Value value) =>
        value.Opcode is Opcode.SlotAddress or Opcode.GlobalAddress or Opcode.MapAddress
        || (value.Opcode == Opcode.PointerAdd && value.Arguments[1].IsConstant && IsNeverNull(value.Arguments[0]));

    private static long Largest(Match match) => match.Value('c').Type == IrType.I32 ? int.MaxValue : long.MaxValue;

    private static long Smallest(Match match) => match.Value('c').Type == IrType.I32 ? int.MinValue : long.MinValue;
}
