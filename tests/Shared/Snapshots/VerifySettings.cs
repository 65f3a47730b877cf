namespace VerifyTests;

/// <summary>Where a snapshot lies and how it is named.</summary>
public sealed class VerifySettings
{
    internal string? Directory { get; private set; }

    internal string? FileName { get; private set; }

    internal string? MethodName { get; private set; }

    internal string? ParametersText { get; private set; }

    internal object?[] Parameters { get; private set; } = [];

    /// <summary>Puts the files into <paramref name="directory"/>, relative to the test's source file.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    /// <summary>Names the files <paramref name="fileName"/> instead of <c>Class.Method</c>.</summary>
    public void UseFileName(string fileName) => FileName = fileName;

    /// <summary>Names the files <c>Class.</c><paramref name="name"/> instead of <c>Class.Method</c>.</summary>
    public void UseMethodName(string name) => MethodName = name;

    /// <summary>Appends <c>_name=value</c> for each of the test method's parameters to the names of the files.</summary>
    public void UseParameters(params object?[] parameters) => Parameters = parameters;

    /// <summary>Appends <c>_</c><paramref name="parametersText"/> to the names of the files.</summary>
    public void UseTextForParameters(string parametersText) => ParametersText = parametersText;
}
