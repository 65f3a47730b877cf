using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Rewriting;

/// <summary>What comparisons of addresses and distances between them become by what the addresses lead into.</summary>
internal static class ObjectFolding
{
    /// <summary>The number that a value always is; null where that is not known.</summary>
    public static long? ConstantOf(Value value, Function function) => value switch
    {
        { Opcode: Opcode.Equal or Opcode.NotEqual, Arguments: [{ Type: IrType.Pointer } x, var y] } when Distance(x, y) is { } distance =>
            distance == 0 == (value.Opcode == Opcode.Equal) ? 1 : 0,
        { Opcode: Opcode.Equal or Opcode.NotEqual, Arguments: [{ Type: IrType.Pointer } x, var y] } when AreApart(x, y, function) =>
            value.Opcode == Opcode.Equal ? 0 : 1,
        { Opcode: Opcode.MayOverlap, Arguments: [var x, var y] } when Distance(x, y) == 0 || NeverOverlap(x, y, function) => 0,
        { Opcode: Opcode.Subtract, Arguments: [{ Opcode: Opcode.Reinterpret } x, { Opcode: Opcode.Reinterpret } y] } => Distance(x.Arguments[0], y.Arguments[0]),
        _ => null,
    };

    /// <summary>Gives the questions that could not be answered the answer that is right everywhere.</summary>
    public static void AnswerRest(Function function)
    {
        Value[] questions = [.. function.Blocks.SelectMany(block => block.Values).Where(value => value.Opcode == Opcode.MayOverlap)];
        foreach (Value question in questions)
            question.Become(Opcode.Constant, IrType.Bool, [], 1);
        if (questions.Length > 0)
            Simplification.Run(function);
    }

    private static long? Distance(Value x, Value y)
    {
        long distance = Take(ref x) - Take(ref y);
        return x == y ? distance : null;

        static long Take(ref Value address)
        {
            long moved = 0;
            for (; address is { Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } by] }; address = start)
                moved += by.Immediate;
            return moved;
        }
    }

    private static bool AreApart(Value x, Value y, Function function) => All(x, y, (root, other) => AreApartObjects(root, other, function));

    /// <summary>True also of what is nowhere, and of packets: of those, all addresses in a function count from one start.</summary>
    private static bool NeverOverlap(Value x, Value y, Function function) => All(x, y, (root, other) =>
        root.IsConstant || other.IsConstant || (IsPacket(root) && IsPacket(other)) || AreApartObjects(root, other, function));

    private static bool All(Value x, Value y, Func<Value, Value, bool> holds)
    {
        List<Value> others = AddressRoots.Of(y);
        return AddressRoots.Of(x).TrueForAll(root => others.TrueForAll(other => holds(root, other)));
    }

    private static bool AreApartObjects(Value x, Value y, Function function) => (x.Opcode, y.Opcode) switch
    {
        (Opcode.SlotAddress, Opcode.SlotAddress) => x.Slot != y.Slot,
        (Opcode.GlobalAddress, Opcode.GlobalAddress) => x.Global != y.Global,
        (Opcode.CallHelper, Opcode.CallHelper) => IsMapValue(x) && IsMapValue(y) && x.Arguments[0].Map != y.Arguments[0].Map,
        // What a function is given can't be its own stack; the context of a program is nothing that it finds by itself.
        (Opcode.Parameter, Opcode.SlotAddress) or (Opcode.SlotAddress, Opcode.Parameter) => true,
        (Opcode.Parameter, _) => function.Program is not null && IsObject(y),
        (_, Opcode.Parameter) => function.Program is not null && IsObject(x),
        _ => IsObject(x) && IsObject(y) && !(IsPacket(x) && IsPacket(y)),
    };

    private static bool IsObject(Value root) => root.Opcode is Opcode.SlotAddress or Opcode.GlobalAddress || IsPacket(root) || IsMapValue(root);

    private static bool IsMapValue(Value root) =>
        root.Opcode == Opcode.CallHelper && root.Helper.Id == HelperNumbers.MapLookupElement && root.Arguments[0].Opcode == Opcode.MapAddress;

    private static bool IsPacket(Value root) => root.Opcode is Opcode.PacketStart or Opcode.PacketEnd;
}
