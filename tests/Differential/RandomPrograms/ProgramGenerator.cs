using System.Text;
using CsBpf.Object.Instructions;

namespace CsBpf.Differential.Tests.RandomPrograms;

/// <summary>
/// Makes random C# classes of <c>syscall</c> programs that always end: all integer types, casts, <c>checked</c>, faults, branches, loops, switches,
/// structs, calls and atomic operations. What a program computes goes to its arguments, which it reads as well.
/// </summary>
internal sealed partial class ProgramGenerator
{
    private const int Functions = 3;
    private const int MaximumDepth = 3;

    private static readonly string[] Integers = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "char"];
    private static readonly string[] Types = [.. Integers, "bool"];

    private readonly Random _random;
    private readonly bool _fetches;
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Result, Parameter[] Parameters)> _functions = [];

    private List<Variable> _scope = [];
    private int _indentation;
    private int _names;
    private int _loops;

    private ProgramGenerator(int seed, BpfIsa isa)
    {
        _random = new Random(seed);
        _fetches = isa >= BpfIsa.V3;
    }

    /// <summary>What can be read, and where it is not the counter of a loop, written.</summary>
    private readonly record struct Variable(string Name, string Type, bool IsWritable = true);

    private readonly record struct Parameter(string Name, string Type, string Modifier);

    /// <summary>The source of a class <c>Random</c> with programs <c>Run0</c> and on, of the type <c>int (ref Args)</c>.</summary>
    /// <param name="seed">The same gives the same.</param>
    /// <param name="programs">How many programs.</param>
    /// <param name="isa">The instruction set that has all of their atomic operations.</param>
    public static string Generate(int seed, int programs, BpfIsa isa = BpfIsa.V3)
    {
        var generator = new ProgramGenerator(seed, isa);
        generator.Class(programs);
        return generator._text.ToString();
    }

    private void Class(int programs)
    {
        Line("using System.Threading;");
        Line("using CsBpf;");
        Line("[BpfObject]");
        Line("public partial class Random");
        Block(() =>
        {
            Line("public struct Pair { public int A; public ulong B; public short C; public bool D; public byte E; }");
            Line("public struct Args");
            Block(() =>
            {
                foreach (Variable field in ArgumentFields())
                    Line($"public {field.Type} {field.Name["args.".Length..]};");
            });
            foreach (Variable global in Globals)
                Line($"static {global.Type} {global.Name};");
            for (int i = 0; i < Functions; i++)
                Function(i);
            for (int i = 0; i < programs; i++)
                Program(i);
        });
    }

    private static IEnumerable<Variable> ArgumentFields() =>
        Types.SelectMany((type, i) => new[] { new Variable($"args.In{i}", type), new Variable($"args.Out{i}", type) });

    private void Function(int number)
    {
        Parameter[] parameters = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(i => new Parameter($"p{i}", Pick(Types), Pick(["", "", "", "ref ", "in "])))];
        string result = Pick(Types);
        Line($"static {result} F{number}({string.Join(", ", parameters.Select(parameter => $"{parameter.Modifier}{parameter.Type} {parameter.Name}"))})");
        _scope = [.. parameters.Select(parameter => new Variable(parameter.Name, parameter.Type, parameter.Modifier != "in "))];
        Block(() =>
        {
            Statements(_random.Next(1, 6), 1);
            Line($"return {Expression(result)};");
        });
        _functions.Add(($"F{number}", result, parameters));
    }

    private void Program(int number)
    {
        Line($"[Syscall(OnFault = {_random.Next(-200, -100)})]");
        Line($"public static int Run{number}(ref Args args)");
        _scope = [.. ArgumentFields()];
        Block(() =>
        {
            Statements(_random.Next(4, 14), 0);
            foreach (Variable field in ArgumentFields().Where(field => field.Name.StartsWith("args.Out", StringComparison.Ordinal)))
                Line($"{field.Name} = {Expression(field.Type)};");
            Line($"return {Expression("int")};");
        });
    }

    private void Statements(int count, int depth)
    {
        for (int i = 0; i < count; i++)
            Statement(depth);
    }

    private void Statement(int depth)
    {
        switch (_random.Next(16))
        {
            case 0 or 1 when depth < MaximumDepth:
                If(depth);
                break;
            case 2 when depth < MaximumDepth && _loops < 2:
                Loop(depth);
                break;
            case 3 when depth < MaximumDepth:
                Switch(depth);
                break;
            case 4 or 5 or 6:
                Declare();
                break;
            case 7:
                string pair = $"s{_names++}";
                Line($"Pair {pair} = {(_random.Next(2) == 0 ? "default" : $"new() {{ A = {Expression("int")}, D = {Expression("bool")}, C = {Expression("short")} }}")};");
                _scope.AddRange([new($"{pair}.A", "int"), new($"{pair}.B", "ulong"), new($"{pair}.C", "short"), new($"{pair}.D", "bool"), new($"{pair}.E", "byte")]);
                break;
            case 8 when _random.Next(6) == 0:
                Line($"if ({Expression("bool")} && {Expression("bool")}) throw new System.ArithmeticException();");
                break;
            case 9:
                Atomic();
                break;
            default:
                Assign();
                break;
        }
    }

    private void Declare()
    {
        var local = new Variable($"v{_names++}", Pick(Types));
        Line($"{local.Type} {local.Name} = {Expression(local.Type)};");
        _scope.Add(local);
    }

    private void Assign()
    {
        Variable[] writable = [.. _scope.Where(variable => variable.IsWritable && !variable.Name.StartsWith("args.In", StringComparison.Ordinal))];
        if (writable.Length == 0)
        {
            Declare();
            return;
        }

        Variable target = Pick(writable);
        Line(_random.Next(4) switch
        {
            0 when target.Type != "bool" => $"{target.Name} {Pick(["+=", "-=", "*=", "^=", "|=", "&="])} {Expression(target.Type)};",
            1 when target.Type != "bool" => _random.Next(2) == 0 ? $"{target.Name}{Pick(["++", "--"])};" : $"{target.Name} {Pick(["<<=", ">>=", ">>>="])} {Expression("byte")};",
            1 => $"{target.Name} {Pick(["^=", "|=", "&="])} {Expression("bool")};",
            _ => $"{target.Name} = {Expression(target.Type)};",
        });
    }

    private void If(int depth)
    {
        Line($"if ({Expression("bool")})");
        Nested(depth);
        if (_random.Next(2) == 0)
            return;
        Line("else");
        Nested(depth);
    }

    private void Loop(int depth)
    {
        string counter = $"i{_names++}";
        int count = _random.Next(1, 5);
        _loops++;
        switch (_random.Next(3))
        {
            case 0:
                Line($"for (int {counter} = 0; {counter} < {count}; {counter}++)");
                Nested(depth, new Variable(counter, "int", IsWritable: false), LoopExit);
                break;
            case 1:
                Line($"uint {counter} = {count};");
                Line($"while ({counter} > 0)");
                Nested(depth, new Variable(counter, "uint", IsWritable: false), null, $"{counter}--;");
                break;
            default:
                Line($"byte {counter} = 0;");
                Line("do");
                Nested(depth, new Variable(counter, "byte", IsWritable: false), null, $"{counter}++;");
                Line($"while ({counter} < {count});");
                break;
        }

        _loops--;
    }

    private void LoopExit()
    {
        if (_random.Next(2) == 0)
            Line($"if ({Expression("bool")}) {Pick(["break", "continue"])};");
    }

    private void Switch(int depth)
    {
        string type = Pick(Integers);
        string Label(int number) => type == "char" ? $"'\\u{number:x4}'" : $"{number}";
        Line($"switch ({Expression(type)})");
        Block(() =>
        {
            foreach (int label in Enumerable.Range(0, 8).OrderBy(_ => _random.Next()).Take(_random.Next(1, 4)))
            {
                Line($"case {Label(label)}:");
                Nested(depth);
                Line("break;");
            }

            Line($"case {Pick([">", ">="])} {Label(20)} when {Expression("bool")}:");
            Nested(depth);
            Line("break;");
            Line("default:");
            Nested(depth);
            Line("break;");
        });
    }

    private void Nested(int depth, Variable? counter = null, Action? before = null, string? last = null)
    {
        List<Variable> outer = _scope;
        _scope = [.. outer];
        if (counter is { } variable)
            _scope.Add(variable);
        Block(() =>
        {
            before?.Invoke();
            Statements(_random.Next(1, 4), depth + 1);
            if (last is not null)
                Line(last);
        });
        _scope = outer;
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

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
