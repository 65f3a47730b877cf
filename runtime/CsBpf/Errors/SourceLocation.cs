namespace CsBpf;

/// <summary>A place in a source file.</summary>
/// <param name="File">The path of the file, as the compiler was given it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1; 0 where the compiler did not tell.</param>
/// <param name="Text">The text of the line.</param>
public readonly record struct SourceLocation(string File, int Line, int Column, string Text)
{
    /// <summary>The place as compilers write it: <c>file.cs(12,9)</c>.</summary>
    public override string ToString() => Column > 0 ? $"{File}({Line},{Column})" : $"{File}({Line})";
}
