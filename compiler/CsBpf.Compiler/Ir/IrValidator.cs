using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Ir;

/// <summary>Checks the rules of the SSA form. Runs on what the frontend makes and between passes in debug builds and tests.</summary>
public sealed class IrValidator
{
    private readonly Function _function;
    private readonly Dictionary<Value, int> _places = [];
    private readonly HashSet<BasicBlock> _blocks = [];
    private readonly HashSet<StackSlot> _slots;
    private readonly Dictionary<BasicBlock, HashSet<BasicBlock>> _predecessors = [];

    private IrValidator(Function function)
    {
        _function = function;
        _slots = [.. function.Slots];
    }

    /// <summary>Checks every function, and that what they call and name belongs to the module.</summary>
    /// <exception cref="IrValidationException">A rule is broken.</exception>
    public static void Validate(BpfModule module)
    {
        HashSet<object> known = [.. module.Functions, .. module.Maps, .. module.Globals];
        foreach (Function function in module.Functions)
        {
            Validate(function);
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (Value value in block.Values)
                {
                    if (value.Detail is Function or MapDefinition or GlobalVariable && !known.Contains(value.Detail))
                        throw new IrValidationException(function, block, value, "what it names is not in the module");
                }
            }
        }
    }

    /// <summary>Checks one function. Fills its predecessors.</summary>
    /// <exception cref="IrValidationException">A rule is broken.</exception>
    public static void Validate(Function function)
    {
        var validator = new IrValidator(function);
        validator.CheckBlocks();
        foreach (BasicBlock block in function.Blocks)
            validator.CheckPlaces(block);
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
                validator.CheckValue(block, value);
            validator.CheckTerminator(block);
        }

        validator.CheckDominance();
    }

    private void CheckBlocks()
    {
        Check(_function.Blocks.Count > 0, null, null, "a function has an entry");
        var numbers = new HashSet<int>();
        foreach (BasicBlock block in _function.Blocks)
        {
            Check(_blocks.Add(block), block, null, "a block stands in a function once");
            Check(block.Id < _function.BlockBound && numbers.Add(block.Id), block, null, "each block has its own number");
            _predecessors.Add(block, []);
        }

        foreach (BasicBlock block in _function.Blocks)
        {
            foreach (BasicBlock successor in block.Successors)
            {
                Check(_blocks.Contains(successor), block, null, "its successors are blocks of the function");
                Check(_predecessors[successor].Add(block), block, null, "both ways of a branch lead to different blocks");
            }
        }

        Check(_predecessors[_function.Entry].Count == 0, _function.Entry, null, "nothing leads to the entry");
        _function.FillPredecessors();
    }

    private void CheckPlaces(BasicBlock block)
    {
        for (int i = 0; i < block.Values.Count; i++)
        {
            Value value = block.Values[i];
            Check(value.Block == block, block, value, "a value knows the block it stands in");
            Check(_places.TryAdd(value, i), block, value, "a value stands in a function once");
            Check(value.Id < _function.ValueBound, block, value, "a value's number is below the function's bound");
        }
    }

    private void CheckValue(BasicBlock block, Value value)
    {
        int arity = value.Opcode.Info().Arity;
        Check(arity < 0 || value.Arguments.Count == arity, block, value, "it has another number of arguments than its operation takes");
        foreach (Value argument in value.Arguments)
            Check(_places.ContainsKey(argument), block, value, "its arguments stand in blocks of the function");
        switch (value.Opcode)
        {
            case Opcode.Phi:
                CheckPhi(block, value);
                break;
            case Opcode.Parameter:
                bool isThere = value.Immediate >= 0 && value.Immediate < _function.ParameterTypes.Length;
                Check(isThere && value.Type == _function.ParameterTypes[(int)value.Immediate], block, value, "there is no parameter of that number and type");
                break;
            case Opcode.SlotAddress:
                Check(_slots.Contains(value.Slot), block, value, "the slot is not one of the function");
                break;
        }

        string? broken = IrTypeRules.Broken(value);
        Check(broken is null, block, value, broken ?? "");
    }

    private void CheckPhi(BasicBlock block, Value phi)
    {
        int place = _places[phi];
        Check(place == 0 || block.Values[place - 1].Opcode == Opcode.Phi, block, phi, "phis stand first in their block");
        Check(phi.Detail is List<BasicBlock> && phi.Incoming.Count == phi.Arguments.Count, block, phi, "a phi has a block for each argument");
        Check(_predecessors[block].SetEquals(phi.Incoming) && _predecessors[block].Count == phi.Incoming.Count, block, phi,
            "a phi has one argument for each predecessor of its block");
    }

    private void CheckTerminator(BasicBlock block)
    {
        (int successors, string rule) = block.Terminator switch
        {
            TerminatorKind.Jump => (1, "a jump leads to one block and has no operand"),
            TerminatorKind.Branch => (2, "a branch leads to two blocks by a Bool"),
            TerminatorKind.Return => (0, "a return has an operand of the function's result type"),
            _ => (0, "the end of the block has no operand"),
        };
        IrType expected = block.Terminator switch
        {
            TerminatorKind.Branch => IrType.Bool,
            TerminatorKind.Return => _function.ReturnType,
            _ => IrType.Void,
        };
        Check(block.Successors.Count == successors && (block.Control?.Type ?? IrType.Void) == expected, block, null, rule);
        Check(block.Control is null || _places.ContainsKey(block.Control), block, null, "its operand stands in a block of the function");
    }

    private void CheckDominance()
    {
        var dominators = new DominatorTree(_function);
        foreach (BasicBlock block in dominators.Order)
        {
            for (int i = 0; i < block.Values.Count; i++)
            {
                Value value = block.Values[i];
                for (int argument = 0; argument < value.Arguments.Count; argument++)
                {
                    (BasicBlock at, int place) = value.Opcode == Opcode.Phi ? (value.Incoming[argument], int.MaxValue) : (block, i);
                    CheckUse(value.Arguments[argument], at, place, block, value);
                }
            }

            if (block.Control is not null)
                CheckUse(block.Control, block, int.MaxValue, block, null);
        }

        void CheckUse(Value used, BasicBlock at, int place, BasicBlock block, Value? user)
        {
            if (!dominators.IsReachable(at))
                return;
            bool isDefined = used.Block == at
                ? _places[used] < place
                : dominators.IsReachable(used.Block!) && dominators.Dominates(used.Block!, at);
            if (!isDefined)
                throw new IrValidationException(_function, block, user, $"{used} is not defined on every way to its use");
        }
    }

    private void Check(bool holds, BasicBlock? block, Value? value, string rule)
    {
        if (!holds)
            throw new IrValidationException(_function, block, value, rule);
    }
}
