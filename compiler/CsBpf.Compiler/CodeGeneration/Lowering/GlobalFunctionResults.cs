using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>What the verifier wants of the results of functions that it checks on their own.</summary>
internal static class GlobalFunctionResults
{
    /// <summary>A number, also of those that return nothing.</summary>
    public static void ReturnNumber(Function function)
    {
        foreach (BasicBlock block in function.Blocks.Where(block => block is { Terminator: TerminatorKind.Return, Control: null }))
            block.Control = block.Append(function.NewConstant(IrType.I64, 0, block.TerminatorLocation));
    }

    /// <summary>The parameter for a result of 64 bits in the prototype, with the question whether it leads to anything.</summary>
    public static void AddParameter(BpfModule module, Function function, Value result)
    {
        var prototype = (BtfFunctionPrototype)module.Types[function.Prototype];
        uint target = module.Types.Add(new BtfPointer(prototype.Return));
        function.Prototype = module.Types.Add(new BtfFunctionPrototype(
            module.Types.Add(new BtfInt("int", sizeof(int), BtfIntEncoding.Signed)),
            [.. prototype.Parameters, new BtfParameter("result", target)]));

        BasicBlock entry = function.Entry;
        BasicBlock rest = function.SplitBlock(entry, entry.Values.FindLastIndex(value => value.Opcode == Opcode.Parameter) + 1);
        BasicBlock nothing = function.NewBlock();
        Value isNothing = entry.Append(function.NewValue(
            Opcode.Equal, IrType.Bool, function.Location, [result, entry.Append(function.NewConstant(result.Type, 0, function.Location))]));
        entry.Branch(isNothing, nothing, rest, function.Location);
        nothing.Return(nothing.Append(function.NewConstant(IrType.I64, 0, function.Location)), function.Location);
    }
}
