using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization;

/// <summary>
/// Computes nothing twice: a value equal to one that dominates it is replaced by that one; a load of what was just stored or loaded takes the
/// value. An equal value on the way to every use keeps the verifier's proofs: nothing moves to where its check does not reach.
/// </summary>
internal static class ValueNumbering
{
    public static void Run(Function function)
    {
        function.FillPredecessors();
        new Numbering(function).Run();
    }

    /// <summary>A value by what it computes. Arguments stand by the first value that is equal to them.</summary>
    private readonly record struct Key(Opcode Opcode, IrType Type, long Immediate, object? Detail, Value? First, Value? Second, Value? Third);

    private sealed class Numbering(Function function)
    {
        private readonly DominatorTree _dominators = new(function);
        private readonly EscapedSlots _escaped = new(function);
        private readonly Dictionary<Key, Value> _computed = [];
        private readonly Dictionary<Value, Value> _leaders = [];
        private readonly Dictionary<Value, Value> _replacements = [];
        private readonly Dictionary<BasicBlock, AvailableMemory> _atEnd = [];

        public void Run()
        {
            foreach (BasicBlock block in _dominators.Order)
            {
                AvailableMemory memory = block.Predecessors is [var only] ? _atEnd[only].Copy() : new AvailableMemory(_escaped);
                foreach (Value value in block.Values)
                    Number(value, memory);
                _atEnd.Add(block, memory);
            }

            foreach (BasicBlock block in function.Blocks)
                block.Values.RemoveAll(_replacements.ContainsKey);
            function.Replace(_replacements);
        }

        private void Number(Value value, AvailableMemory memory)
        {
            if (value.Opcode.Info().IsPure || (value.Opcode == Opcode.CallHelper && value.Helper.IsPure))
                NumberPure(value);
            else if (memory.Find(value, Leader) is { } known && known.Type == value.Type)
                Replace(value, known);
            else
                memory.Apply(value, Leader);
        }

        private void NumberPure(Value value)
        {
            if (value.Arguments.Count > 3)
                return;
            Value?[] arguments = [.. value.Arguments.Select(Leader), null, null, null];
            if (value.Opcode.Info().IsCommutative && arguments[0]!.Id > arguments[1]!.Id)
                (arguments[0], arguments[1]) = (arguments[1], arguments[0]);
            var key = new Key(value.Opcode, value.Type, value.Immediate, value.Detail, arguments[0], arguments[1], arguments[2]);
            if (!_computed.TryGetValue(key, out Value? leader))
                _computed.Add(key, value);
            else if (IsMadeAnew(value.Opcode))
                _leaders.Add(value, leader);
            else if (_dominators.Dominates(leader.Block!, value.Block!))
                Replace(value, leader);
            else
                _computed[key] = value;
        }

        /// <summary>True for what costs no more to make again than to keep in a register.</summary>
        private static bool IsMadeAnew(Opcode opcode) =>
            opcode is Opcode.Constant or Opcode.SlotAddress or Opcode.GlobalAddress or Opcode.MapAddress or Opcode.CoreConstant;

        private void Replace(Value value, Value leader)
        {
            _leaders.Add(value, leader);
            _replacements.Add(value, leader);
        }

        private Value Leader(Value value) => _leaders.GetValueOrDefault(value, value);
    }
}
