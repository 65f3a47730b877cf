using System.Collections.Immutable;
using System.Text;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Ir;

/// <summary>Reads the text form that <see cref="IrPrinter"/> writes. What it reads may still be nonsense: <see cref="IrValidator"/> tells.</summary>
/// <remarks>
/// The BTF types are not part of the text: their numbers are read as they stand. A <c>;</c> starts a comment. Locations in the C# source are
/// lost.
/// </remarks>
public sealed class IrParser
{
    /// <summary>Numbers of values, blocks and slots are below this: tables are made by them.</summary>
    internal const int MaximumNumber = 1 << 24;

    private readonly IrTokenReader _reader;
    private readonly Dictionary<string, MapDefinition> _maps = [];
    private readonly Dictionary<string, GlobalVariable> _globals = [];
    private readonly Dictionary<string, Function> _functions = [];

    private IrParser(string text) => _reader = new IrTokenReader(IrLexer.Tokenize(text));

    /// <summary>Reads a module. The <c>module</c> line may be missing, as in a text of just a function.</summary>
    /// <param name="text">The text.</param>
    /// <param name="types">The BTF types that the numbers in the text mean; none by default.</param>
    /// <exception cref="IrFormatException">The text is not of that form.</exception>
    public static BpfModule Parse(string text, BtfBuilder? types = null) => new IrParser(text).ReadModule(types ?? new BtfBuilder());

    private BpfModule ReadModule(BtfBuilder types)
    {
        (string name, string license) = ("Module", "GPL");
        if (_reader.Take("module"))
        {
            name = _reader.Name("the name of the module");
            _reader.Expect("license");
            license = _reader.Quoted("the license in quotes");
            _reader.ExpectEndOfLine();
        }

        var module = new BpfModule(name, license, types);
        List<(Function Function, int Body)> bodies = [];
        while (!_reader.IsAtEnd)
        {
            if (_reader.Take("map"))
                module.Maps.Add(Define(_maps, map => map.Name, ReadMap));
            else if (_reader.Take("global"))
                module.Globals.Add(Define(_globals, global => global.Name, ReadGlobal));
            else if (_reader.Take("function"))
                bodies.Add((Define(_functions, function => function.Name, ReadFunctionHeader), SkipBody()));
            else
                throw _reader.Expected("'map', 'global' or 'function'");
        }

        foreach ((Function function, int body) in bodies)
        {
            _reader.Position = body;
            new IrFunctionParser(_reader, function, _maps, _globals, _functions).Read();
            module.Functions.Add(function);
        }

        return module;
    }

    private T Define<T>(Dictionary<string, T> definitions, Func<T, string> name, Func<T> read)
    {
        IrToken start = _reader.Current;
        T definition = read();
        return definitions.TryAdd(name(definition), definition) ? definition : throw start.Error("the name is taken");
    }

    private MapDefinition ReadMap()
    {
        string name = _reader.Name("the name of the map");
        _reader.Expect("type");
        int type = _reader.SmallNumber("the number of a map type");
        _reader.Expect("key");
        uint keyType = _reader.TypeNumber();
        int keySize = _reader.SmallNumber("the size of a key");
        _reader.Expect("value");
        uint valueType = _reader.TypeNumber();
        int valueSize = _reader.SmallNumber("the size of a value");
        ImmutableArray<KeyValuePair<string, long>>.Builder numbers = ImmutableArray.CreateBuilder<KeyValuePair<string, long>>();
        while (_reader.Take(","))
            numbers.Add(new(_reader.Name("the name of a number"), _reader.Number("a number")));
        _reader.ExpectEndOfLine();
        return new MapDefinition(name, type, keyType, keySize, valueType, valueSize, numbers.ToImmutable());
    }

    private GlobalVariable ReadGlobal()
    {
        string name = _reader.Name("the name of the variable");
        GlobalSection section = _reader.Find(IrSyntax.Sections, "the section of the variable");
        uint type = _reader.TypeNumber();
        _reader.Expect("align");
        int alignment = _reader.SmallNumber("an alignment");
        bool isPrivate = _reader.Take("private");
        bool isSettable = _reader.Take("settable");
        _reader.Expect("=");
        ImmutableArray<byte> initial = ReadBytes();
        _reader.ExpectEndOfLine();
        return new GlobalVariable(name, section, type, alignment, initial, isPrivate, isSettable);
    }

    private ImmutableArray<byte> ReadBytes()
    {
        if (_reader.Take("zero"))
        {
            IrToken size = _reader.Current;
            int count = _reader.SmallNumber("a number of bytes");
            return count is >= 0 and < MaximumNumber ? [.. new byte[count]] : throw size.Error("there can't be that many bytes");
        }

        bool isHexadecimal = _reader.Take("hex");
        IrToken start = _reader.Current;
        string text = _reader.Quoted("'zero', 'hex' or bytes in quotes");
        if (!isHexadecimal)
            return [.. Encoding.Latin1.GetBytes(text)];
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? [.. Convert.FromHexString(text)] : throw start.Error("the bytes are not hexadecimal");
    }

    private Function ReadFunctionHeader()
    {
        string name = _reader.Name("the name of the function");
        ImmutableArray<IrType>.Builder parameters = ImmutableArray.CreateBuilder<IrType>();
        _reader.Expect("(");
        while (!_reader.Take(")"))
        {
            if (parameters.Count > 0)
                _reader.Expect(",");
            parameters.Add(_reader.Find(IrSyntax.Types, "the type of a parameter"));
        }

        _reader.Expect(":");
        IrType returnType = _reader.Find(IrSyntax.Types, "the type of the result");
        uint prototype = _reader.Is("#") ? _reader.TypeNumber() : 0;
        ProgramInfo? program = null;
        if (_reader.Take("program"))
        {
            string section = _reader.Quoted("the section in quotes");
            _reader.Expect("fault");
            program = new ProgramInfo(section, _reader.Number("the fault value"));
        }

        bool isGlobal = _reader.Take("global");
        CallbackInfo? callback = null;
        bool isCallback = _reader.Take("callback");
        if (isCallback && _reader.Take("later"))
        {
            callback = CallbackInfo.Later;
        }
        else if (isCallback)
        {
            int parameter = _reader.SmallNumber("the number of the parameter that is the context");
            _reader.Expect("context");
            callback = new CallbackInfo(parameter, _reader.SmallNumber("the size of the context"));
        }

        return new Function(name, prototype, parameters.ToImmutable(), returnType) { Program = program, IsGlobal = isGlobal, Callback = callback };
    }

    private int SkipBody()
    {
        int body = _reader.Position;
        _reader.Expect("{");
        while (!_reader.Is("}") && !_reader.IsAtEnd)
            _reader.Position++;
        _reader.Expect("}");
        _reader.ExpectEndOfLine();
        return body;
    }
}
