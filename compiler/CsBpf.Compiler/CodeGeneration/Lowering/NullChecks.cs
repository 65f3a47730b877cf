using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Where the program itself has found out that an address is not null.</summary>
internal sealed class NullChecks
{
    private readonly Dictionary<Value, List<BasicBlock>> _nonNull = [];
    private readonly Dictionary<BasicBlock, DominatorTree> _trees = [];

    /// <summary>Collects the checks of functions.</summary>
    public NullChecks(IEnumerable<Function> functions)
    {
        foreach (Function function in functions)
        {
            function.FillPredecessors();
            var tree = new DominatorTree(function);
            foreach (BasicBlock block in function.Blocks.Where(tree.IsReachable))
            {
                _trees[block] = tree;
                if (CheckedBy(block) is not var (address, target) || target.Predecessors.Count != 1)
                    continue;
                if (!_nonNull.TryGetValue(address, out List<BasicBlock>? blocks))
                    _nonNull[address] = blocks = [];
                blocks.Add(target);
            }
        }
    }

    /// <summary>Whether control only gets to a block where the address is not null.</summary>
    public bool IsNonNull(Value address, BasicBlock block) => _nonNull.TryGetValue(address, out List<BasicBlock>? blocks)
        && _trees.TryGetValue(block, out DominatorTree? tree)
        && blocks.Exists(target => tree.IsReachable(target) && tree.Dominates(target, block));

    private static (Value Address, BasicBlock Target)? CheckedBy(BasicBlock block) => block is
    {
        Terminator: TerminatorKind.Branch,
        Control: { Opcode: Opcode.Equal or Opcode.NotEqual, Arguments: [var address, { IsConstant: true, Immediate: 0 }] } condition,
    }
        ? (address, block.Successors[condition.Opcode == Opcode.NotEqual ? 0 : 1])
        : null;
}
