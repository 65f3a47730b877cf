using System.Collections.Immutable;
using System.Text;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The global variables of a module: its fields, and the constants that programs need in memory.</summary>
/// <param name="context">The module.</param>
internal sealed class GlobalTable(ModuleContext context)
{
    private const int WidestAlignment = 8;

    // Before, the verifier takes a global lock for another one each time that its address is loaded.
    private static readonly Version LocksSince = new(6, 2);

    private readonly Dictionary<IFieldSymbol, GlobalVariable?> _fields = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, GlobalVariable> _constants = [];

    /// <summary>The variable of a field; null where it can't be one, which has been said.</summary>
    public GlobalVariable? Get(IFieldSymbol field)
    {
        if (!_fields.TryGetValue(field, out GlobalVariable? global))
        {
            global = Create(field);
            _fields.Add(field, global);
            if (global is not null)
                context.Module.Globals.Add(global);
        }

        return global;
    }

    /// <summary>Bytes that never change, each content once.</summary>
    public GlobalVariable GetConstant(ReadOnlySpan<byte> bytes, int alignment = 1)
    {
        string key = $"{alignment}:{Convert.ToBase64String(bytes)}";
        if (_constants.TryGetValue(key, out GlobalVariable? global))
            return global;
        global = new GlobalVariable(
            $"constant.{_constants.Count}", GlobalSection.ReadOnlyData, context.Types.Array(context.Types.Character, bytes.Length), alignment, [.. bytes], IsPrivate: true, IsSettable: false);
        _constants.Add(key, global);
        context.Module.Globals.Add(global);
        return global;
    }

    /// <summary>A text with a zero byte at its end.</summary>
    public GlobalVariable GetText(string text) => GetConstant([.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>Zeroes of a size.</summary>
    public GlobalVariable GetZeroes(int size) => GetConstant(new byte[size]);

    private GlobalVariable? Create(IFieldSymbol field)
    {
        Location location = field.Locations[0];
        if (GlobalField.IsLock(field.Type))
            return CreateLock(field, location);
        TypeShape shape = context.SharedShapeOf(field.Type, location);
        if (!shape.IsScalar && !shape.IsAggregate)
            return null;
        if (field.IsStatic)
            ConstructorRules.Check(context, field.ContainingType, field.ContainingType.StaticConstructors);
        else if (!SymbolEqualityComparer.Default.Equals(field.ContainingType, context.Object.Symbol))
            ConstructorRules.Check(context, field.ContainingType, field.ContainingType.InstanceConstructors);
        byte[] initial = new byte[shape.Size];
        if (!new InitialValue(context.Compilation, context.Shapes).TryWrite(field, shape, initial))
            context.Sink.Report(MapDiagnostics.InitialValue, location, GlobalField.MemberOf(field).Name);
        GlobalSection section = field.IsReadOnly ? GlobalSection.ReadOnlyData
            : initial.AsSpan().ContainsAnyExcept((byte)0) ? GlobalSection.Data
            : GlobalSection.ZeroedData;
        return new GlobalVariable(
            Name(field), section, context.Types[field.Type], Math.Min(shape.Alignment, WidestAlignment), [.. initial], IsPrivate: false, IsSettable: field.IsReadOnly);
    }

    private GlobalVariable CreateLock(IFieldSymbol field, Location location)
    {
        TypeShape shape = context.Shapes[field.Type];
        if (context.Options.TargetKernel < LocksSince)
            context.Sink.Report(KernelDiagnostics.NewerKernel, location, field.Name, LocksSince, context.Options.TargetKernel);
        return new GlobalVariable(
            Name(field), GlobalSection.Kernel, context.Types[field.Type], shape.Alignment, [.. new byte[shape.Size]], IsPrivate: false, IsSettable: false);
    }

    private string Name(IFieldSymbol field)
    {
        string name = GlobalField.NameOf(field);
        return SymbolEqualityComparer.Default.Equals(field.ContainingType, context.Object.Symbol)
            ? name
            : $"{BtfNames.Identifier(field.ContainingType.Name)}_{name}";
    }
}
