namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Statements: each is written, or says that it can't be here.</summary>
internal sealed partial class ProgramGenerator
{
    private const int MaximumNesting = 3;

    private readonly Choices<Func<bool>> _statements;
    private int _nesting;

    private Choices<Func<bool>> StatementTable() => new()
    {
        { 12, Assignment },
        { 6, Compound },
        { 8, Declaration },
        { 4, If },
        { 3, Loop },
        { 2, Switch },
        { 2, ReferenceLocal },
        { 1, ReferenceReassignment },
        { 3, Deconstruction },
        { 3, NewSpan },
        { 3, OfSpan },
        { 2, Atomic },
        { 4, OfMap },
        { 2, CallStatement },
        { 1, StructMethodStatement },
        { 1, Throw },
        { 1, CheckedBlock },
        { 3, LoopExit },
        { 1, NullableAssignment },
        { 2, Try },
        { 1, Using },
        { 1, CallbackLoop },
        { 1, ArrayForEach },
        { 2, LocalFunction },
        { 1, NewCursor },
        { 1, EitherAssignment },
        { 1, Swap },
        { 2, Text },
        { 2, NewPointer },
        { 3, PointerWrite },
        { 2, Section },
        { 1, ComputedAssignment },
    };

    private void Statements(int count)
    {
        for (int i = 0; i < count; i++)
            Statement();
    }

    private void Statement()
    {
        while (!_statements.Pick(_random)())
        {
        }
    }

    /// <summary>Statements in braces, one level down.</summary>
    private void Inner(Action? before = null, Action? after = null)
    {
        _nesting++;
        Nested(() =>
        {
            before?.Invoke();
            Statements(_random.Next(1, 4));
            after?.Invoke();
        });
        _nesting--;
    }

    private bool Declaration()
    {
        CsType type = AnyType();
        string initial = Expression(type);
        Line($"{type} {Declare(new Place(NewName("v"), type)).Text} = {initial};");
        return true;
    }

    /// <summary>What may be assigned to: inputs are left as they are, so that there is something to read.</summary>
    private Place? Target(Func<CsType, bool> isOfType) => Chance(4) && ElementPlace(isOfType) is { } element
        ? element
        : PickPlace(place => place.IsWritable && isOfType(place.Type) && !place.Text.StartsWith("args.In", StringComparison.Ordinal));

    private bool Assignment()
    {
        if (Target(type => type is not (SpanType or ArrayType)) is not { } target)
            return false;
        Line($"{target.Text} = {Expression(target.Type)};");
        return true;
    }

    private bool Compound()
    {
        if (Target(type => type is IntegerType or BoolType or EnumType) is not { } target)
            return false;
        Line(target.Type is not IntegerType type
            ? $"{target.Text} {Pick(["^=", "|=", "&="])} {Expression(target.Type)};"
            : _random.Next(5) switch
            {
                0 => $"{target.Text}{Pick(["++", "--"])};",
                1 => $"{target.Text} {Pick(["<<=", ">>=", ">>>="])} {Operand(IntegerType.Byte)};",
                2 => $"{target.Text} {Pick(["/=", "%="])} ({type})({Operand(type)} | 1);",
                _ => $"{target.Text} {Pick(["+=", "-=", "*=", "^=", "|=", "&="])} {Expression(type)};",
            });
        return true;
    }

    private bool NullableAssignment()
    {
        if (Target(type => type == _nullables[0]) is not { } target)
            return false;
        Line($"{target.Text} {(Chance(2) ? "??=" : Pick(["+=", "-=", "<<="]))} {Expression(IntegerType.Int32)};");
        return true;
    }

    private bool If()
    {
        if (_nesting >= MaximumNesting)
            return false;
        Line($"if ({Expression(BoolType.Instance)})");
        Inner();
        if (Chance(2))
            return true;
        Line("else");
        Inner();
        return true;
    }

    private bool Switch()
    {
        if (_nesting >= MaximumNesting)
            return false;
        IntegerType type = Pick(IntegerType.All);
        string Label(int number) => type.Name == "char" ? $"'\\u{number:x4}'" : $"{number}";
        int[] labels = [.. Enumerable.Range(0, 8).OrderBy(_ => _random.Next()).Take(_random.Next(1, 4))];
        Line($"switch ({Expression(type)})");
        Block(() =>
        {
            for (int i = 0; i < labels.Length; i++)
            {
                Line($"case {Label(labels[i])}:");
                Inner();
                if (_hasGotos && i > 0 && Chance(4))
                    Line($"goto case {Label(labels[i - 1])};");
                else
                    Line(_hasGotos && Chance(6) ? "goto default;" : "break;");
            }

            Line($"case {Pick([">", ">="])} {Label(20)} when {Expression(BoolType.Instance)}:");
            Inner();
            Line("break;");
            Line("default:");
            Inner();
            Line("break;");
        });
        return true;
    }

    /// <summary>A place that can be referred to: no member of a record, no element that may not be there.</summary>
    private string? ReferenceTo(CsType type, bool isReadOnly = false) => PickPlace(place =>
        place.Type == type && place.Below == 0 && (place.IsWritable || (isReadOnly && !place.IsMember)))?.Text;

    private bool ReferenceLocal()
    {
        CsType type = AnyType();
        if (ReferenceTo(type) is not { } first || ReferenceTo(type) is not { } second)
            return false;
        string initial = Chance(3) ? $"ref ({Expression(BoolType.Instance)} ? ref {first} : ref {second})" : $"ref {first}";
        Line($"scoped ref {type} {Declare(new Place(NewName("r"), type)).Text} = {initial};");
        return true;
    }

    /// <summary>A reference may go to what was there before it.</summary>
    private bool ReferenceReassignment()
    {
        if (PickPlace(place => place.Text[0] == 'r' && char.IsAsciiDigit(place.Text[1]) && !place.IsMember) is not { } reference)
            return false;
        Place[] before =
            [.. _scope.TakeWhile(place => place != reference).Where(place => place.Type == reference.Type && place.IsWritable)];
        if (before.Length == 0)
            return false;
        Line($"{reference.Text} = ref {Pick(before).Text};");
        return true;
    }

    private bool Deconstruction()
    {
        CsType type = Chance(2) ? Pick(_tuples) : Pick([.. _structs.Where(structure => structure.HasConstructor)]);
        CsType[] elements = type is TupleType tuple ? [.. tuple.Elements] : [.. ((StructType)type).Members.Select(member => member.Type)];
        string from = Expression(type);
        if (type is TupleType && Chance(2))
        {
            string?[] places = [.. elements.Select(element => PickPlace(place => place.Type == element && place.IsWritable)?.Text)];
            if (places.All(place => place is not null))
                return Write($"({string.Join(", ", places)}) = {from};");
        }

        string[] names = [.. elements.Select(_ => Chance(5) ? "_" : NewName("d"))];
        Line($"var ({string.Join(", ", names)}) = {from};");
        foreach ((string name, CsType element) in names.Zip(elements).Where(pair => pair.First != "_"))
            Declare(new Place(name, element));
        return true;
    }

    private bool CallStatement()
    {
        if (_isInSection || _functions.Count == 0 || Call(Pick(_functions)) is not { } call)
            return false;
        Line($"{call};");
        return true;
    }

    private bool StructMethodStatement()
    {
        if (StructMethod(IntegerType.Int32) is not { } call)
            return false;
        Line($"{call["(int)".Length..]};");
        return true;
    }

    private bool Throw()
    {
        if (!Chance(4))
            return false;
        string condition = string.Join(" && ", Enumerable.Range(0, 3).Select(_ => Expression(BoolType.Instance)));
        return Write($"if ({condition}) throw new ArithmeticException();");
    }

    /// <summary>Small steps, which rarely overflow.</summary>
    private bool CheckedBlock()
    {
        if (PickPlace(place => place is { IsWritable: true, Type: IntegerType, Storage: not Storage.Global }) is not { } target)
            return false;
        Line("checked");
        Block(() => Line(_random.Next(3) switch
        {
            0 => $"{target.Text} = ({target.Type})(({target.Text} & 63) + 3);",
            1 when Chance(6) => $"{target.Text}++;",
            _ => $"{target.Text} = unchecked(({target.Type})({Expression((IntegerType)target.Type)} & 15)); "
                + $"{target.Text} = ({target.Type})({target.Text} * 7);",
        }));
        return true;
    }
}
