using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace CsBpf.Compiler.Ir;

/// <summary>Writes the SSA form as text that people read and <see cref="IrParser"/> takes back.</summary>
/// <remarks>
/// The numbers of values and blocks are those of the function, so that a value can be followed from pass to pass.
/// With sources, a comment shows the C# above the first value that comes from another line than the one before.
/// </remarks>
public sealed class IrPrinter
{
    private static readonly SearchValues<byte> TextBytes = SearchValues.Create([0, (byte)'\n', (byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private readonly StringBuilder _text = new();
    private readonly IReadOnlyDictionary<string, ImmutableArray<string>>? _sources;
    private SourceLocation _last;

    private IrPrinter(IReadOnlyDictionary<string, ImmutableArray<string>>? sources) => _sources = sources;

    /// <summary>The text of a module: maps, globals, functions.</summary>
    /// <param name="module">The module.</param>
    /// <param name="withSources">True to show the C# lines as comments.</param>
    public static string Print(BpfModule module, bool withSources = false)
    {
        var printer = new IrPrinter(withSources ? module.Sources : null);
        printer.WriteModule(module);
        return printer._text.ToString();
    }

    /// <summary>The text of one function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="sources">The C# sources to show as comments; null for none.</param>
    public static string Print(Function function, IReadOnlyDictionary<string, ImmutableArray<string>>? sources = null)
    {
        var printer = new IrPrinter(sources);
        printer.WriteFunction(function);
        return printer._text.ToString();
    }

    /// <summary>The text of one value, as it stands in its block.</summary>
    public static string Print(Value value)
    {
        var printer = new IrPrinter(null);
        printer.WriteValue(value);
        return printer._text.ToString();
    }

    private void WriteModule(BpfModule module)
    {
        _text.Append($"module {IrSyntax.Name(module.Name)} license {IrSyntax.Quote(module.License)}\n");
        if (module.Maps.Count > 0)
            _text.Append('\n');
        foreach (MapDefinition map in module.Maps)
            WriteMap(map);
        if (module.Globals.Count > 0)
            _text.Append('\n');
        foreach (GlobalVariable global in module.Globals)
            WriteGlobal(global);
        foreach (Function function in module.Functions)
        {
            _text.Append('\n');
            WriteFunction(function);
        }
    }

    private void WriteMap(MapDefinition map)
    {
        _text.Append($"map {IrSyntax.Name(map.Name)} type {map.Type} key #{map.KeyType} {map.KeySize} value #{map.ValueType} {map.ValueSize}");
        foreach ((string name, long number) in map.Numbers)
            _text.Append($", {IrSyntax.Name(name)} {number}");
        _text.Append('\n');
    }

    private void WriteGlobal(GlobalVariable global)
    {
        _text.Append($"global {IrSyntax.Name(global.Name)} {IrSyntax.Sections[global.Section]} #{global.Type} align {global.Alignment}");
        _text.Append(global.IsPrivate ? " private" : "").Append(global.IsSettable ? " settable" : "").Append(" = ");
        ReadOnlySpan<byte> bytes = global.Initial.AsSpan();
        if (!bytes.ContainsAnyExcept((byte)0))
            _text.Append($"zero {bytes.Length}");
        else if (bytes.ContainsAnyExcept(TextBytes))
            _text.Append($"hex {IrSyntax.Quote(Convert.ToHexStringLower(bytes))}");
        else
            _text.Append(IrSyntax.Quote(Encoding.Latin1.GetString(bytes)));
        _text.Append('\n');
    }

    private void WriteFunction(Function function)
    {
        _text.Append($"function {IrSyntax.Name(function.Name)}({string.Join(", ", function.ParameterTypes.Select(type => IrSyntax.Types[type]))})");
        _text.Append($": {IrSyntax.Types[function.ReturnType]} #{function.Prototype}");
        if (function.Program is { } program)
            _text.Append($" program {IrSyntax.Quote(program.Section)} fault {program.FaultValue}");
        if (function.IsGlobal)
            _text.Append(" global");
        if (function.Callback is { } callback)
            _text.Append(callback.IsLater ? " callback later" : $" callback {callback.ContextParameter} context {callback.ContextSize}");
        _text.Append(" {\n");
        foreach (StackSlot slot in function.Slots)
            _text.Append($"    slot s{slot.Id} {slot.Size} align {slot.Alignment} {IrSyntax.Quote(slot.Name)}\n");
        foreach (BasicBlock block in function.Blocks)
        {
            _text.Append($"{block}:\n");
            foreach (Value value in block.Values)
            {
                WriteSource(value.Location);
                _text.Append("    ");
                WriteValue(value);
                _text.Append('\n');
            }

            WriteSource(block.TerminatorLocation);
            WriteTerminator(block);
        }

        _text.Append("}\n");
    }

    private void WriteSource(SourceLocation location)
    {
        if (_sources is null || location.Path is null || (location.Path == _last.Path && location.Line == _last.Line))
            return;
        _last = location;
        string line = _sources.TryGetValue(location.Path, out ImmutableArray<string> lines) && location.Line <= lines.Length
            ? lines[location.Line - 1].Trim()
            : "";
        _text.Append($"    ; {Path.GetFileName(location.Path)}:{location.Line}: {line}\n");
    }

    private void WriteTerminator(BasicBlock block)
    {
        IEnumerable<object?> operands = [block.Control, .. block.Successors];
        _text.Append($"    {IrSyntax.Terminators[block.Terminator]} {string.Join(", ", operands.Where(operand => operand is not null))}".TrimEnd()).Append('\n');
    }

    private void WriteValue(Value value)
    {
        if (value.Type != IrType.Void)
            _text.Append($"{value}: {IrSyntax.Types[value.Type]} = ");
        _text.Append(value.Opcode.Info().Name);
        string arguments = string.Join(", ", value.Arguments);
        _text.Append(value.Opcode switch
        {
            Opcode.Constant or Opcode.Parameter => $" {value.Immediate}",
            Opcode.Phi => $" {string.Join(", ", value.Incoming.Zip(value.Arguments, (block, argument) => $"{block}: {argument}"))}".TrimEnd(),
            Opcode.SignExtend or Opcode.ZeroExtend or Opcode.SwapBytes => $".{value.Immediate} {arguments}",
            Opcode.SlotAddress => $" s{value.Slot.Id}",
            Opcode.GlobalAddress => $" {IrSyntax.Name(value.Global.Name)}",
            Opcode.MapAddress => $" {IrSyntax.Name(value.Map.Name)}",
            Opcode.FunctionAddress => $" {IrSyntax.Name(value.Callee.Name)}",
            Opcode.PointerAdd when value.Extent is { } extent => $" {arguments} {IrSyntax.Within} {extent.Start}:{extent.Size}",
            Opcode.PacketStart or Opcode.PacketEnd => $" {arguments} {value.Packet.Start}:{value.Packet.End}{(value.Packet.IsWide ? $" {IrSyntax.Wide}" : "")}",
            Opcode.Load or Opcode.KernelProbe => $"{Access(value.Access)} {Address(value)}",
            Opcode.Store => $"{Access(value.Access)} {Address(value)}, {value.Arguments[1]}",
            Opcode.Atomic => $".{Atomic(value.AtomicAccess)} {Address(value)}, {string.Join(", ", value.Arguments.Skip(1))}",
            Opcode.Copy or Opcode.Zero => $" {arguments}, {value.Immediate} align {value.Alignment}",
            Opcode.KernelLoad or Opcode.KernelAddress => $" {arguments} {KernelAccess(value.KernelAccess)}",
            Opcode.CoreConstant => $" {value.CoreConstant.Kind} {KernelAccess(value.CoreConstant.Access)}",
            Opcode.KfuncExists => $" {IrSyntax.Name(value.Kfunc.Name)} {KfuncTraits(value.Kfunc)}",
            Opcode.CallHelper => $" {IrSyntax.Name(value.Helper.Name)}({arguments}) #{value.Helper.Id} {IrSyntax.Effects[value.Helper.Effects]}",
            Opcode.CallKfunc => $" {IrSyntax.Name(value.Kfunc.Name)}({arguments}) {KfuncTraits(value.Kfunc)}",
            Opcode.Call => $" {IrSyntax.Name(value.Callee.Name)}({arguments})",
            _ => $" {arguments}",
        });
    }

    private static string Access(MemoryAccess access) =>
        $".{IrSyntax.Widths[(access.Size, access.IsSigned)]}{(access.IsVolatile ? ".volatile" : access.IsAligned ? "" : $".{IrSyntax.Alignments[access.Alignment]}")}";

    private static string Atomic(AtomicAccess access) => $"{IrSyntax.Atomics[access.Operation]}.{IrSyntax.Widths[(access.Size, false)]}";

    private static string Address(Value value)
    {
        string displacement = value.Immediate == 0 ? "" : value.Immediate > 0 ? $" + {value.Immediate}" : $" - {-value.Immediate}";
        string relocation = value.Access.Relocation is { } member ? $" + {KernelAccess(member)}" : "";
        return $"[{value.Arguments[0]}{displacement}{relocation}]";
    }

    private static string KernelAccess(KernelAccess access)
    {
        string width = access.Size is { } size ? $" {IrSyntax.Widths[(size, access.IsSigned)]}" : "";
        return $"<{IrSyntax.Name(access.Display)}{width}{(access.IsBitfield ? " bitfield" : "")} #{access.RootType} {access.AccessString}>";
    }

    private static string KfuncTraits(KernelFunction function) => $"#{function.Prototype}{(function.IsWeak ? " weak" : "")}";
}
