using System.Text;
using System.Text.Json;
using CsBpf.Object;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>What the running kernel's verifier says about the programs of an object, each on its own.</summary>
/// <param name="Object">The name of the object.</param>
/// <param name="Programs">The verdicts, in the order of the file.</param>
public sealed record VerificationReport(string Object, IReadOnlyList<ProgramVerdict> Programs)
{
    /// <summary>
    /// Why the object cannot be loaded, whatever becomes of its programs: a map that the kernel refuses, an extern that it lacks. Null
    /// where only the programs matter.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>Whether the object can be loaded and the verifier takes all programs.</summary>
    public bool Succeeded => Error is null && Programs.All(program => program.Succeeded);

    /// <summary>
    /// Loads every program of an object, those that are not loaded by themselves among them, and attaches none. Nothing is pinned or left
    /// behind. What only the program that loads the object knows is guessed: maps without a size have one entry, and a program that
    /// replaces a function of another is verified as a program of the type that its context is of.
    /// </summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How it is loaded; what is asked of the log is added to the verdicts.</param>
    /// <exception cref="BpfException">This process may not load programs at all.</exception>
    public static VerificationReport Create(BpfObjectSpec spec, BpfLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new BpfLoadOptions();
        if (options.Log == VerifierLogDetail.None)
            options = options with { Log = VerifierLogDetail.Statistics };

        var maps = new List<LoadedMap>();
        try
        {
            using var session = LoadSession.StartToVerify(spec, options, maps);
            return new VerificationReport(spec.Name, [.. spec.Programs.Select(program => Verify(session, spec, program, options.Log))]);
        }
        catch (Exception exception) when (IsVerdict(exception, spec))
        {
            return new VerificationReport(spec.Name, [.. spec.Programs.Select(program => Refused(program, exception.Message))])
            {
                Error = exception.Message,
            };
        }
        finally
        {
            foreach (var map in maps)
                map.Dispose();
        }
    }

    /// <summary>
    /// The report as JSON: <c>object</c> and <c>programs</c>, each with its figures, those that are not known being null, and
    /// <c>message</c> where the object cannot be loaded.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            Write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("object", Object);
        if (Error is not null)
            writer.WriteString("message", Error);
        writer.WriteStartArray("programs");
        foreach (var program in Programs)
            program.Write(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static ProgramVerdict Verify(LoadSession session, BpfObjectSpec spec, ProgramSpec program, VerifierLogDetail detail)
    {
        try
        {
            using var loaded = session.Load(ContextType.Guess(spec, program), detail);
            return Of(program) with { Statistics = loaded.Statistics, Log = loaded.Log };
        }
        catch (VerifierException exception)
        {
            var log = VerifierLog.Parse(exception.Log);
            return Refused(program, exception.Message) with
            {
                Statistics = log.Statistics,
                Location = exception.Location,
                Log = exception.Log,
            };
        }
        catch (Exception exception) when (IsVerdict(exception, spec))
        {
            return Refused(program, exception.Message);
        }
    }

    private static ProgramVerdict Of(ProgramSpec program) => new(
        program.Name,
        program.SectionName,
        program.Type,
        Instructions: LinkedProgram.Link(program.Function).Slots.Count,
        Statistics: null,
        Error: null,
        Location: null,
        Log: "");

    private static ProgramVerdict Refused(ProgramSpec program, string error) => Of(program) with { Error = error };

    /// <summary>Whether an error says something about the object, not about what this process may do.</summary>
    private static bool IsVerdict(Exception exception, BpfObjectSpec spec) => exception is ObjectFormatException ||
        (exception is BpfException refusal &&
            ((Errno)refusal.Errno != Errno.EPERM || Capabilities.Missing(ProgramNeeds.Of(spec)) == CapabilitySet.None));
}
