using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>What stands in a tuple that is compared.</summary>
/// <param name="Operation">Where.</param>
/// <param name="Operand">Its value, computed; null where it is <c>null</c>, or a tuple.</param>
internal sealed record ComparedElement(IOperation Operation, Operand? Operand = null)
{
    /// <summary>What it consists of, where a tuple is written.</summary>
    public List<ComparedElement>? Parts { get; init; }

    /// <summary>The conversions that wait for the comparison, the first one first.</summary>
    public List<IConversionOperation> Waiting { get; init; } = [];
}
