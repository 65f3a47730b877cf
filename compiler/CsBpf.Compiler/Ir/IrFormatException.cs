namespace CsBpf.Compiler.Ir;

/// <summary>A text is not the text form of a module.</summary>
/// <param name="problem">What is wrong, as a short clause without a place.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
public sealed class IrFormatException(string problem, int line, int column) : Exception($"({line},{column}): {problem}")
{
    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = column;
}
