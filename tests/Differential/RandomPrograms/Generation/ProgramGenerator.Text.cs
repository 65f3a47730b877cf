namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Text that is written to memory.</summary>
internal sealed partial class ProgramGenerator
{
    private const int TextLength = 32;

    /// <summary>One in a program: the verifier follows each digit.</summary>
    private bool _hasText;

    private bool Text()
    {
        if (_hasText || _rounds > 0 || _isInLambda || (PickPlace(IsBuffer) ?? NewBuffer()) is not { } buffer)
            return false;
        _hasText = true;
        string holes = string.Concat(Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(["", "a", " = ", "é,", "0x"]) + Hole()));
        string written = NewName("v");
        string text = $"Utf8.TryWrite({buffer.Text}, $\"{holes}\", out int {written})";
        Declare(new Place(written, IntegerType.Int32));
        return Result(BoolType.Instance, text);

        static bool IsBuffer(Place place) => IsWritable(place) && ElementOf(place) == IntegerType.Byte;
    }

    private Place? NewBuffer() => _isInFinally || _hasGotos || _tables.Count == 0 ? null
        : NewSpan(new SpanType(IntegerType.Byte, TextLength, isReadOnly: false), $"stackalloc byte[{TextLength}]") ? _scope[^1] : null;

    private string Hole()
    {
        string alignment = Chance(3) ? $",{Pick(["", "-"])}{_random.Next(1, 13)}" : "";
        switch (_random.Next(6))
        {
            case 0:
                return $"{{({Expression(BoolType.Instance)}){alignment}}}";
            case 1 when PickPlace(place => place.Type is SpanType span && span.Element == IntegerType.Byte) is { } bytes:
                return $"{{{bytes.Text}}}";
            case 2:
                return $"{{({Expression(IntegerType.All.First(type => type.Name == "char"))}){alignment}}}";
            default:
                IntegerType type = Pick([.. IntegerType.All.Where(type => type.Name != "char")]);
                return $"{{({Expression(type)}){alignment}{Pick(["", "", ":d", ":x", ":X4", ":d3", ":x8"])}}}";
        }
    }
}
