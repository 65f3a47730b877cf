using CsBpf.Compiler.CodeGeneration.Frames;
using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Moves constant parts of addresses into the displacements of accesses, and out where they don't fit.</summary>
internal static class AddressFolding
{
    /// <summary>What a displacement can hold beside the place of a slot in the frame.</summary>
    private const int MaxDisplacement = short.MaxValue - FrameLayout.MaxSize;

    /// <summary>Folds the addresses of a function.</summary>
    public static void Run(Function function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                Value value = block.Values[i];
                if (value.Opcode == Opcode.PointerAdd)
                    FoldSum(function, block, ref i);
                else if (value.Opcode is Opcode.Load or Opcode.Store or Opcode.Atomic)
                    FoldAccess(function, block, ref i);
            }
        }
    }

    private static bool Fits(long displacement) => displacement is >= -MaxDisplacement and <= MaxDisplacement;

    /// <summary>(p + a) + b becomes p + (a + b).</summary>
    private static void FoldSum(Function function, BasicBlock block, ref int index)
    {
        Value value = block.Values[index];
        while (value.Arguments is [{ Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } first] }, { IsConstant: true } second])
        {
            value.Arguments[0] = start;
            value.Arguments[1] = block.Insert(index++, function.NewConstant(IrType.I64, first.Immediate + second.Immediate, value.Location));
        }
    }

    private static void FoldAccess(Function function, BasicBlock block, ref int index)
    {
        Value value = block.Values[index];

        // The loader sets the whole displacement of a relocated access.
        bool isRelocated = value.Access.Relocation is not null;
        while (!isRelocated && value.Arguments[0] is { Opcode: Opcode.PointerAdd, Arguments: [var start, { IsConstant: true } offset] }
            && Fits(value.Immediate + offset.Immediate))
        {
            value.Arguments[0] = start;
            value.Immediate += offset.Immediate;
        }

        if (isRelocated ? value.Immediate == 0 : Fits(value.Immediate))
            return;
        Value moved = block.Insert(index++, function.NewConstant(IrType.I64, value.Immediate, value.Location));
        Value address = value.Arguments[0];
        value.Arguments[0] = block.Insert(index++, function.NewValue(Opcode.PointerAdd, address.Type, value.Location, [address, moved]));
        value.Immediate = 0;
    }
}
