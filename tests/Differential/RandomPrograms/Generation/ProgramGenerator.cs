using System.Text;

namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>
/// Writes random C# classes of programs that always end. What a program computes goes to its arguments or its packet, which it reads as
/// well, to globals and to maps.
/// </summary>
/// <remarks>
/// Each construct is a method that writes it, or says that it can't be here, and a line in a table that tells how often it comes:
/// <see cref="_statements"/>, <see cref="_integers"/>, <see cref="_conditions"/> and their like.
/// </remarks>
internal sealed partial class ProgramGenerator
{
    /// <summary>One in so many of what can fault does so easily.</summary>
    private const int FaultOdds = 24;

    private static readonly string[] Namespaces =
    [
        "System", "System.Buffers.Binary", "System.Numerics", "System.Runtime.CompilerServices", "System.Runtime.InteropServices",
        "System.Text.Unicode", "System.Threading", "CsBpf",
    ];

    private readonly Random _random;
    private readonly RandomTarget _target;
    private readonly StringBuilder _text = new();
    private readonly List<Place> _scope = [];
    private int _indentation;
    private int _names;

    private ProgramGenerator(int seed)
    {
        _random = new Random(seed);
        _target = RandomTarget.Of(seed);
        _statements = StatementTable();
        _loops = LoopTable();
        _integers = IntegerTable();
        _conditions = ConditionTable();
        _atomics = AtomicTable();
        _mapStatements = MapStatementTable();
        _pointerSources = PointerSourceTable();
        _spanSources = SpanSourceTable();
        _spanStatements = SpanStatementTable();
    }

    /// <summary>The source of a class <c>Random</c> with programs <c>Run0</c> and on: of the type <c>int (ref Args)</c>, or for packets.</summary>
    /// <param name="seed">The same gives the same; it decides what target they are for.</param>
    /// <param name="programs">How many programs.</param>
    public static string Generate(int seed, int programs)
    {
        var generator = new ProgramGenerator(seed);
        generator.Class(programs);
        return generator._text.ToString();
    }

    private void Class(int programs)
    {
        foreach (string name in Namespaces)
            Line($"using {name};");
        Line("using static Random;");
        Line("#nullable disable");
        Line("#pragma warning disable");
        Line("[BpfObject]");
        Line("public unsafe partial class Random");
        string extensions = "";
        Block(() =>
        {
            Types();
            extensions = Apart(Extensions);
            Fields();
            GenericFunctions();
            Apply();
            Cursor();
            EnumeratorAndOptions();
            for (int i = 0; i < Functions; i++)
                Function(i);
            for (int i = 0; i < programs; i++)
                Program(i);
        });
        _text.Append(extensions);
    }

    /// <summary>What is written, for another place.</summary>
    private string Apart(Action content)
    {
        int start = _text.Length;
        content();
        string written = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return written;
    }

    /// <summary>A method's body: what is in scope outside, and what its parameters are; C# lets numbers wrap.</summary>
    private void Body(IEnumerable<Place> scope, Action content)
    {
        (int outer, int functions) = (_scope.Count, _functions.Count);
        bool hasGotos = _hasGotos;
        _hasGotos = Chance(2);
        _scope.AddRange(_globals);
        _scope.AddRange(scope.SelectMany(place => place.WithMembers()));
        Block(() =>
        {
            Line("unchecked");
            Block(content);
        });
        _hasGotos = hasGotos;
        _scope.RemoveRange(outer, _scope.Count - outer);
        ForgetFunctions(functions);
    }

    /// <summary>A block with a scope of its own.</summary>
    private void Nested(Action content)
    {
        (int outer, int functions) = (_scope.Count, _functions.Count);
        Block(content);
        _scope.RemoveRange(outer, _scope.Count - outer);
        ForgetFunctions(functions);
    }

    private void Block(Action content)
    {
        Line("{");
        _indentation++;
        content();
        _indentation--;
        Line("}");
    }

    private void Line(string text) => _text.Append(' ', 4 * _indentation).Append(text).Append('\n');

    private string NewName(string prefix) => $"{prefix}{_names++}";

    /// <summary>Brings a place into scope, with its members.</summary>
    private Place Declare(Place place)
    {
        _scope.AddRange(place.WithMembers());
        return place;
    }

    private bool Chance(int odds) => _random.Next(odds) == 0;

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private Place? PickPlace(Func<Place, bool> condition)
    {
        Place[] places = [.. _scope.Where(condition)];
        return places.Length == 0 ? null : Pick(places);
    }
}
