using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>IR as text, on its way to code and objects.</summary>
internal static class CompiledIr
{
    /// <summary>The types that the tests' IR names by number: 1 <c>int</c>, 2 <c>long</c>, 3 <c>int (void *ctx)</c>, 4 <c>void *</c>, 5 <c>u64 (u64 a)</c>.</summary>
    public static BtfBuilder Types()
    {
        var types = new BtfBuilder();
        types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        types.Add(new BtfInt("long", 8, BtfIntEncoding.Signed));
        types.Add(new BtfFunctionPrototype(1, [new BtfParameter("ctx", 4)]));
        types.Add(new BtfPointer(0));
        types.Add(new BtfFunctionPrototype(2, [new BtfParameter("a", 2)]));
        return types;
    }

    /// <summary>Reads and validates a module.</summary>
    public static BpfModule Parse(string text)
    {
        BpfModule module = IrParser.Parse(text, Types());
        IrValidator.Validate(module);
        return module;
    }

    /// <summary>The code of a module.</summary>
    public static ImmutableArray<FunctionCode> Generate(string text, BpfIsa isa = BpfIsa.V3) => CodeGenerator.Generate(Parse(text), isa);

    /// <summary>The object of a module.</summary>
    public static byte[] Write(string text, BpfIsa isa = BpfIsa.V3)
    {
        BpfModule module = Parse(text);
        return ObjectWriter.Write(module, CodeGenerator.Generate(module, isa));
    }

    /// <summary>The instructions of a module's only function, one a line.</summary>
    public static string Assembly(string text, BpfIsa isa = BpfIsa.V3) =>
        string.Join('\n', Generate(text, isa).Single().Instructions.Select(instruction => InstructionPrinter.Print(instruction)));
}
