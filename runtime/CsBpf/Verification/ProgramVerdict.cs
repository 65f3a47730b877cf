using System.Text.Json;

namespace CsBpf;

/// <summary>What the verifier says about a program.</summary>
/// <param name="Name">The name of the program.</param>
/// <param name="Section">The section that it is in.</param>
/// <param name="Type">What the section says that it is.</param>
/// <param name="Instructions">The instructions of the program and of the functions that it calls, in slots of 8 bytes.</param>
/// <param name="Statistics">What verifying it took; null where the verifier did not get to it.</param>
/// <param name="Error">Why it was refused, in one line; null where it was not.</param>
/// <param name="Location">The source of the instruction that the verifier stopped at; null where it did not, or the object does not
/// tell.</param>
/// <param name="Log">The verifier's log.</param>
public sealed record ProgramVerdict(
    string Name,
    string Section,
    BpfProgramType Type,
    int Instructions,
    VerifierStatistics? Statistics,
    string? Error,
    SourceLocation? Location,
    string Log)
{
    /// <summary>Whether the verifier takes the program.</summary>
    public bool Succeeded => Error is null;

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("section", Section);
        writer.WriteString("type", Type.KernelName());
        writer.WriteString("verdict", Succeeded ? "success" : "failure");
        writer.WriteNumber("instructions", Instructions);
        WriteNumber("processed", Statistics?.Processed);
        WriteNumber("states", Statistics?.TotalStates);
        WriteNumber("peak_states", Statistics?.PeakStates);
        WriteNumber("stack", Statistics?.StackSize);
        if (Error is not null)
            writer.WriteString("message", Error);
        if (Location is { } location)
        {
            writer.WriteStartObject("location");
            writer.WriteString("file", location.File);
            writer.WriteNumber("line", location.Line);
            writer.WriteNumber("column", location.Column);
            writer.WriteString("text", location.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();

        void WriteNumber(string name, int? value)
        {
            if (value is { } number)
                writer.WriteNumber(name, number);
            else
                writer.WriteNull(name);
        }
    }
}
