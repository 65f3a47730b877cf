using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Memory;

/// <summary>
/// Parts of memory that nothing but what names them can change: each slot whose address only helpers see, the global variables whose address
/// only helpers see, the kernel's objects, and everything else.
/// </summary>
internal sealed class MemoryClasses
{
    /// <summary>Memory behind addresses of unknown origin, and the variables whose addresses went who knows where.</summary>
    public const int Other = 0;

    /// <summary>The kernel's objects.</summary>
    public const int Kernel = 1;

    /// <summary>The global variables that programs write.</summary>
    public const int Globals = 2;

    /// <summary>What doesn't change while a program runs.</summary>
    public const int Constants = 3;

    /// <summary>Where the packet is, and how long.</summary>
    public const int Packet = 4;

    private const int FirstSlot = 5;

    private readonly Dictionary<StackSlot, int> _slots = [];
    private readonly HashSet<object> _leaked = [];

    // Callers may have given the function the address of any of them.
    private readonly bool _leaksGlobals;

    /// <summary>Finds out whose addresses go where.</summary>
    public MemoryClasses(Function function)
    {
        _leaksGlobals = function.Program is null && function.ParameterTypes.Contains(IrType.Pointer);
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (Value value in block.Values)
            {
                for (int i = 0; i < value.Arguments.Count; i++)
                {
                    if (value.Arguments[i].Type == IrType.Pointer && Leaks(value, i) && MemoryLocation.At(value.Arguments[i], 0, 0).Variable is { } variable)
                        _leaked.Add(variable);
                }
            }

            if (block.Control is { Type: IrType.Pointer } && MemoryLocation.At(block.Control, 0, 0).Variable is { } returned)
                _leaked.Add(returned);
        }

        foreach (StackSlot slot in function.Slots.Where(slot => !_leaked.Contains(slot)))
            _slots.Add(slot, FirstSlot + _slots.Count);
    }

    /// <summary>The number of classes.</summary>
    public int Count => FirstSlot + _slots.Count;

    /// <summary>True where a slot has a class of its own.</summary>
    public bool IsOwn(StackSlot slot) => _slots.ContainsKey(slot);

    /// <summary>The class of a place.</summary>
    public int Of(MemoryLocation location) => location.Variable switch
    {
        GlobalVariable { Section: GlobalSection.ReadOnlyData } => Constants,
        GlobalVariable global => _leaksGlobals || _leaked.Contains(global) ? Other : Globals,
        StackSlot slot => _slots.GetValueOrDefault(slot, Other),
        _ => Other,
    };

    /// <summary>The classes that a value may change.</summary>
    public IEnumerable<int> ChangedBy(Value value) => PacketMoves.Moves(value) ? [Packet, .. MemoryChangedBy(value)] : MemoryChangedBy(value);

    private IEnumerable<int> MemoryChangedBy(Value value) => value.Opcode switch
    {
        Opcode.Store or Opcode.Copy or Opcode.Zero => [Of(MemoryLocation.At(value.Arguments[0], value.Immediate, 0))],
        // What others wrote before is seen after it: nothing that they can write is known any more.
        Opcode.Fence => [Kernel, Globals, Other],
        Opcode.Load when value.Access.IsVolatile => [Kernel, Globals, Other],
        Opcode.Atomic => [Kernel, Globals, Other, Of(MemoryLocation.At(value.Arguments[0], value.Immediate, 0))],
        Opcode.CallHelper => value.Helper.Effects switch
        {
            HelperEffects.None => [],
            HelperEffects.ReadsArguments => [Kernel],
            HelperEffects.WritesArguments => [Kernel, .. Passed(value)],
            _ => [Kernel, Globals, Other, .. Passed(value)],
        },
        Opcode.CallKfunc => [Kernel, Globals, Other, .. Passed(value)],
        Opcode.Call => [Kernel, Globals, Other],
        _ => [],
    };

    /// <summary>True where an argument may be kept, or lead to another address of the same memory.</summary>
    private static bool Leaks(Value user, int argument) => user.Opcode switch
    {
        Opcode.Load or Opcode.Zero or Opcode.Copy or Opcode.PointerAdd or Opcode.Equal or Opcode.NotEqual or Opcode.LessUnsigned or Opcode.LessOrEqualUnsigned => false,
        Opcode.Store or Opcode.Atomic => argument > 0,
        Opcode.CallHelper => false,
        _ => true,
    };

    private IEnumerable<int> Passed(Value call) =>
        call.Arguments.Where(argument => argument.Type == IrType.Pointer).Select(argument => Of(MemoryLocation.At(argument, 0, 0))).Distinct();
}
