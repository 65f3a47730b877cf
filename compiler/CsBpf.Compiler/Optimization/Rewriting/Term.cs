using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>A part of a rule: what a value must look like, or what is made in its place.</summary>
internal abstract record Term;

/// <summary>A value that the rule calls by a letter: c, d and e are constants; n and m, numbers of bits, are of operations, not values.</summary>
/// <param name="Name">The letter.</param>
/// <param name="Type">The type it must have; null for any.</param>
internal sealed record VariableTerm(char Name, IrType? Type) : Term
{
    /// <summary>True where the value must be a constant.</summary>
    public bool IsConstant => Name is 'c' or 'd' or 'e';
}

/// <summary>A constant of a certain number; -1 has all bits of the type set.</summary>
internal sealed record NumberTerm(long Number) : Term;

/// <summary>An operation.</summary>
/// <param name="Opcode">The operation.</param>
/// <param name="Bits">The number of bits of an extension; null for other operations, and where the rule calls it by a letter.</param>
/// <param name="BitsName">The letter for the number of bits; 0 for none.</param>
/// <param name="IsOnlyUse">True where nothing else may use the value.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record OperationTerm(Opcode Opcode, long? Bits, char BitsName, bool IsOnlyUse, Term[] Arguments) : Term;

/// <summary>A number that is computed from a value when the rule is applied; see <see cref="Functions"/>.</summary>
internal sealed record FunctionTerm(string Name, Term Argument) : Term
{
    /// <summary>The functions: of a constant's number and its type.</summary>
    public static readonly IReadOnlyDictionary<string, Func<long, IrType, long>> Functions = new Dictionary<string, Func<long, IrType, long>>
    {
        ["log2"] = (number, type) => (long)ulong.Log2(ConstantFolding.Unsigned(number, type)),
        ["width"] = (_, type) => type == IrType.I64 ? 64 : 32,
    };
}
