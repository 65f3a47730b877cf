using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Looks for references into the context that the verifier would not follow: it takes an access at a constant distance from the context, and
/// nothing that was added to it on the way; and no atomic operations at all.
/// </summary>
internal sealed class ContextReferences
{
    private readonly Function _function;

    /// <summary>What points into the context, and the distance where it is a constant that loads and stores take in.</summary>
    private readonly Dictionary<Value, long?> _distances = [];

    private ContextReferences(Function function) => _function = function;

    /// <summary>Finds the first use of a reference, in a program, that is not known when it is compiled; null for none.</summary>
    public static CodeGenerationException? Find(Function function)
    {
        var references = new ContextReferences(function);
        references.FindDistances();
        references.FindMixed();
        return function.Blocks.SelectMany(block => block.Values).Select(references.Check).FirstOrDefault(problem => problem is not null);
    }

    private void FindDistances()
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Value value in _function.Blocks.SelectMany(block => block.Values).Where(value => value.Type == IrType.Pointer))
            {
                if (IsReference(value, out long? distance) && (!_distances.TryGetValue(value, out long? before) || (before != distance && before is not null)))
                {
                    _distances[value] = distance;
                    changed = true;
                }
            }
        }
    }

    /// <summary>What is the context or other memory is neither to the verifier, also where it is the very start of the context.</summary>
    private void FindMixed()
    {
        List<Value> mixed =
        [
            .. _distances.Keys.Where(value => value.Opcode is Opcode.Phi or Opcode.Select
                && value.Arguments.Exists(argument => argument.Type == IrType.Pointer && !_distances.ContainsKey(argument))),
        ];
        mixed.ForEach(value => _distances[value] = null);
        if (mixed.Count > 0)
            FindDistances();
    }

    private bool IsReference(Value value, out long? distance)
    {
        distance = 0;
        switch (value.Opcode)
        {
            case Opcode.Parameter:
                return value.Immediate == 0;
            case Opcode.PointerAdd when _distances.TryGetValue(value.Arguments[0], out long? before):
                distance = value.Arguments[1].IsConstant ? before + value.Arguments[1].Immediate : null;
                return true;
            case Opcode.Phi or Opcode.Select:
                long?[] ways = [.. value.Arguments.Where(_distances.ContainsKey).Select(argument => _distances[argument])];
                distance = ways.All(way => way == 0) ? 0 : null;
                return ways.Length > 0;
            default:
                return false;
        }
    }

    private bool IsForLoop(Value store) =>
        store.Arguments is [{ Opcode: Opcode.SlotAddress, Slot.IsLoopContext: true }, var stored] && _distances.GetValueOrDefault(stored) == 0;

    private CodeGenerationException? Check(Value value)
    {
        if (value.Opcode is Opcode.PointerAdd or Opcode.Phi or Opcode.Select)
            return null;
        if (value.Opcode == Opcode.Atomic && _distances.ContainsKey(value.Arguments[0]))
        {
            return new CodeGenerationException(
                CodeGenerationError.AtomicOnContext,
                _function,
                $"'{_function.Name}' has an atomic operation on a field of its context.",
                location: value.Location);
        }

        bool isCall = value.Opcode is Opcode.Call or Opcode.CallHelper or Opcode.CallKfunc;
        foreach ((int index, Value argument) in value.Arguments.Index())
        {
            // A helper takes the context first, or where it takes a kernel object. What it takes behind that is memory, which the context is not.
            bool isMemory = value.Opcode == Opcode.CallHelper && index > 0 && !KernelArguments.IsObject(value, index);
            // Who finds a reference in memory may add anything to it; but a loop gets the context itself.
            bool isKept = value.Opcode == Opcode.Reinterpret || (value.Opcode == Opcode.Store && argument == value.Arguments[1] && !IsForLoop(value));
            if (_distances.TryGetValue(argument, out long? distance) && (distance is null || isKept || (isCall && (distance != 0 || isMemory))))
            {
                return new CodeGenerationException(
                    CodeGenerationError.ContextReference,
                    _function,
                    $"'{_function.Name}' uses a reference to a field of its context that {(distance is null ? "was chosen at run time" : "it hands over")}.",
                    location: value.Location);
            }
        }

        return null;
    }
}
