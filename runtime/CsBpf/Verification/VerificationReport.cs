using System.Text;
using System.Text.Json;

namespace CsBpf;

/// <summary>What the running kernel's verifier says about the programs of an object, each on its own.</summary>
/// <param name="Object">The name of the object.</param>
/// <param name="Programs">The verdicts, in the order of the file.</param>
public sealed record VerificationReport(string Object, IReadOnlyList<ProgramVerdict> Programs)
{
    /// <summary>Whether the verifier takes all programs.</summary>
    public bool Succeeded => Programs.All(program => program.Succeeded);

    /// <summary>
    /// Loads every program of an object, those that are not loaded by themselves among them, and attaches none. Nothing is pinned or left
    /// behind.
    /// </summary>
    /// <param name="spec">The object.</param>
    /// <param name="options">How it is loaded; what is asked of the log is added to the verdicts.</param>
    /// <exception cref="BpfException">The kernel does not take the object's BTF, or this process may not load programs at all.</exception>
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
            return new VerificationReport(spec.Name, [.. spec.Programs.Select(program => Verify(session, program, options.Log))]);
        }
        finally
        {
            foreach (var map in maps)
                map.Dispose();
        }
    }

    /// <summary>
    /// The report as JSON: <c>object</c> and <c>programs</c>, each with its figures, those that are not known being null.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("object", Object);
            writer.WriteStartArray("programs");
            foreach (var program in Programs)
                program.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ProgramVerdict Verify(LoadSession session, ProgramSpec program, VerifierLogDetail detail)
    {
        int instructions = LinkedProgram.Link(program.Function).Slots.Count;
        try
        {
            using var loaded = session.Load(program, detail);
            return new ProgramVerdict(
                program.Name, program.SectionName, program.Type, instructions, loaded.Statistics, null, null, loaded.Log);
        }
        catch (VerifierException exception)
        {
            var log = VerifierLog.Parse(exception.Log);
            return new ProgramVerdict(
                program.Name, program.SectionName, program.Type, instructions, log.Statistics, exception.Message, exception.Location,
                    exception.Log);
        }
        catch (Exception exception) when (session.IsVerdict(exception))
        {
            return new ProgramVerdict(program.Name, program.SectionName, program.Type, instructions, null, exception.Message, null, "");
        }
    }
}
