namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>The members of a class that have bodies, and its fields.</summary>
internal sealed partial class ProgramGenerator
{
    private const int Functions = 4;

    private readonly List<Place> _globals = [];
    private readonly List<Place> _tables = [];
    private readonly List<Callee> _functions = [];

    /// <summary>True where maps can be used: they are fields of the object.</summary>
    private bool _hasMaps;

    private readonly record struct Parameter(string Name, CsType Type, string Modifier);

    private sealed record Callee(string Name, CsType Result, IReadOnlyList<Parameter> Parameters)
    {
        /// <summary>True for one that the verifier checks on its own.</summary>
        public bool IsGlobal { get; init; }
    }

    private void Fields()
    {
        Line("public struct Args");
        Block(() =>
        {
            foreach (Place field in ArgumentFields())
                Line($"public {field.Type} {field.Text["args.".Length..]};");
        });
        foreach (CsType type in (CsType[])[.. IntegerType.Computed, SharedType(), Pick(_structs), Pick(_arrays)])
        {
            var global = new Place($"G{_globals.Count}", type, Storage.Global);
            Line($"public static {type} {global.Text};");
            _globals.AddRange(global.WithMembers());
        }

        for (int i = 0; i < 2; i++)
        {
            var type = new TableType(Pick(IntegerType.All), _random.Next(1, 12));
            var elements = Enumerable.Range(0, type.Length).Select(_ => $"unchecked(({type.Element})({Number()}))");
            Line($"static readonly {type} Table{i} = [{string.Join(", ", elements)}];");
            _tables.Add(new Place($"Table{i}", type, IsWritable: false));
        }

        FixedBuffer();
        Locks();
        Maps();
    }

    private IEnumerable<Place> ArgumentFields() => _argumentFields ??=
    [
        .. IntegerType.All.Cast<CsType>().Append(BoolType.Instance).SelectMany((type, i) => new[]
        {
            new Place($"args.In{i}", type, Storage.Argument),
            new Place($"args.Out{i}", type, Storage.Argument),
        }),
        new Place("args.Struct", _structs[0], Storage.Argument),
        new Place("args.Array", _arrays[0], Storage.Argument),
        new Place("args.Enum", _enums[0], Storage.Argument),
    ];

    private List<Place>? _argumentFields;

    /// <summary>Functions call those before them.</summary>
    private void Function(int number)
    {
        bool isGlobal = Chance(3);
        Func<string, Parameter> newParameter = isGlobal ? NewGlobalParameter : NewParameter;
        Parameter[] parameters = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => newParameter($"p{i}"))];
        var function = new Callee($"F{number}", isGlobal ? GlobalType() : AnyType(), parameters) { IsGlobal = isGlobal };
        if (isGlobal)
            Line("[BpfGlobal]");
        Line($"static {Declaration(function)}");
        FunctionBody(function);
        _functions.Add(function);
    }

    private static string Declaration(Callee function)
    {
        var parameters = function.Parameters.Select(parameter => $"{parameter.Modifier}{parameter.Type} {parameter.Name}");
        return $"{function.Result} {function.Name}({string.Join(", ", parameters)})";
    }

    private void FunctionBody(Callee function)
    {
        var scope = function.Parameters.Select(parameter => new Place(parameter.Name, parameter.Type, IsWritable: parameter.Modifier != "in "));
        Body(scope, () =>
        {
            foreach (Parameter parameter in function.Parameters.Where(parameter => parameter.Modifier == "out "))
                Line($"{parameter.Name} = default;");
            Statements(_random.Next(1, 6));
            Line($"return {Expression(function.Result)};");
        });
    }

    private Parameter NewParameter(string name) => Chance(6)
        ? new(name, new SpanType(Pick(IntegerType.All), 0, isReadOnly: Chance(2)), "")
        : new(name, AnyType(), Pick(["", "", "", "ref ", "in ", "out "]));

    /// <summary>What the prototype of a global function can have.</summary>
    private CsType GlobalType() => _random.Next(5) switch
    {
        0 => BoolType.Instance,
        1 => Pick(_enums),
        2 => _structs.Find(type => type.Name == nameof(Key))!,
        _ => Pick(IntegerType.All),
    };

    private Parameter NewGlobalParameter(string name) => new(name, GlobalType(), Pick(["", "", "", "ref ", "in ", "out "]));

    private void Program(int number)
    {
        _hasText = false;
        if (_target.HasLongLoops && Chance(3))
            PacketProgram(number);
        else
            SyscallProgram(number);
    }

    private void SyscallProgram(int number)
    {
        Line($"[Syscall(OnFault = {_random.Next(-200, -100)})]");
        Line($"public int Run{number}(ref Args args)");
        _hasMaps = true;
        Body(ArgumentFields(), () =>
        {
            Statements(_random.Next(2, 7));
            foreach (Place field in ArgumentFields().Where(field => IsOutput(field) && Chance(4)))
                Line($"{field.Text} = {Expression(field.Type)};");
            Line($"return {Expression(IntegerType.Int32)};");
        });
        _hasMaps = false;
    }

    private static bool IsOutput(Place field) => field.Text.StartsWith("args.Out", StringComparison.Ordinal);

    /// <summary>A call of a function that gives a type.</summary>
    private string? Call(CsType type)
    {
        Callee[] functions =
            [.. _functions.Where(function => function.Result == type || (function.Result is IntegerType && type is IntegerType))];
        if (functions.Length == 0 || _calls > 1)
            return null;
        Callee function = Pick(functions);
        _calls++;
        string? call = Call(function);
        _calls--;
        return call is null || function.Result == type ? call : $"({type}){call}";
    }

    private string? Call(Callee function)
    {
        var arguments = new List<string>();
        foreach (Parameter parameter in function.Parameters)
        {
            if ((function.IsGlobal ? GlobalArgument(parameter) : Argument(parameter)) is not { } argument)
                return null;
            arguments.Add(argument);
        }

        return $"{function.Name}({string.Join(", ", Chance(4) ? Named(function, arguments) : arguments)})";
    }

    /// <summary>In another order: they are computed as they are written.</summary>
    private IEnumerable<string> Named(Callee function, List<string> arguments) =>
        function.Parameters.Zip(arguments, (parameter, argument) => $"{parameter.Name}: {argument}").OrderBy(_ => _random.Next());

    private string? Argument(Parameter parameter) => parameter switch
    {
        { Type: SpanType span } => SpanOf(span.Element, span.IsReadOnly),
        { Modifier: "" } => Expression(parameter.Type),
        { Modifier: "in " } when Chance(2) => Expression(parameter.Type),
        { Modifier: "in " } => ReferenceTo(parameter.Type, isReadOnly: true) is { } place ? $"in {place}" : null,
        _ => ReferenceTo(parameter.Type) is { } place ? $"{parameter.Modifier}{place}" : null,
    };

    /// <summary>No reference that may lead into the context or a packet.</summary>
    private string? GlobalArgument(Parameter parameter) => parameter.Modifier == "" ? Expression(parameter.Type)
        : PickPlace(place => place.Type == parameter.Type && place is { IsWritable: true, Below: 0, Storage: not Storage.Argument }
            && place.Text[0] is 'v' or 'd' or 'G') is { } place ? $"{parameter.Modifier}{place.Text}" : null;

    private int _calls;
}
