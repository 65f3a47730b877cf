using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>The limits of the machine that programs run on.</summary>
internal static class MachineDiagnostics
{
    private static readonly DescriptorGroup Group = new("Machine", 600);

    // The rest can't come from C#: recursion is found before, and what takes more than five parameters is inlined.
    private static readonly Dictionary<CodeGenerationError, DiagnosticDescriptor> ByError = new()
    {
        [CodeGenerationError.FrameTooLarge] = Group.Add(1, "The method needs too much stack",
            "{0}; a BPF function has 512 bytes of stack; keep large structs in a map or a global"),
        [CodeGenerationError.CallChainTooDeep] = Group.Add(2, "The calls need too much stack",
            "{0}; a program and all it calls share 512 bytes of stack; keep large structs in a map or a global"),
        [CodeGenerationError.JumpTooFar] = Group.Add(3, "The method is too long",
            "{0}; a jump reaches 32,767 instructions; split the method, or build for v4"),
        [CodeGenerationError.ContextReference] = Group.Add(4, "A reference into the context",
            "{0}; the verifier follows only the context itself; copy the field to a local, and back"),
        [CodeGenerationError.EndlessLoop] = Group.Add(5, "The loop never ends",
            "{0}; the kernel runs only programs that end; give the loop a condition, or leave it with break or return"),
        [CodeGenerationError.AtomicLevel] = Group.Add(6, "The atomic operation needs v3",
            "{0}; before v3 (Linux 5.12) the machine has only atomic additions without a result; "
            + "build for v3, or add without using the result"),
        [CodeGenerationError.AtomicOnContext] = Group.Add(7, "An atomic operation on the context",
            "{0}; the verifier allows plain loads and stores there; "
            + "change the field without Interlocked: nobody else sees the context"),
        [CodeGenerationError.PacketReference] = Group.Add(20, "The packet can't be followed",
            "{0}; the verifier follows plain loads and stores at addresses that it knows to be in the packet; "
            + "use the packet's span where it is taken, and copy what must be kept"),
        [CodeGenerationError.NestedSection] = Group.Add(30, "The section can't be nested",
            "{0}; the kernel allows one at a time; leave the first one before"),
        [CodeGenerationError.UnknownObject] = Group.Add(32, "The verifier does not know the object",
            "{0}; the kernel takes only what the verifier has followed from the program's parameters; "
            + "call the method on the parameter, or on what is read from its members there"),
        [CodeGenerationError.TimerMap] = Group.Add(33, "The timer is in another map",
            "{0}; the kernel finds the key of its entry by the map, and stops it with the map; name the map that the value comes from"),
        [CodeGenerationError.GlobalCall] = Group.Add(35, "A global function is called in a section",
            "{0}; the verifier checks such a function without knowing of its callers' sections; leave out the attribute, or call it before or after"),
        [CodeGenerationError.ReturnedMemory] = Group.Add(36, "The memory was given back",
            "{0}; others have it from the call on that gives it back; use it before"),
        [CodeGenerationError.ConstantWrite] = Group.Add(34, "A constant is changed through a pointer",
            "{0}; literals, 'static readonly' arrays and readonly fields are in memory that the kernel lets nobody write; copy them to a stackalloc or a field"),
        [CodeGenerationError.MovedPacket] = Group.Add(37, "The packet may have been moved",
            "{0}; where the packet is from then on, the context says; take it from there again: 'Span<byte> packet = context.Packet;'"),
        [CodeGenerationError.ReadOnlyPacket] = Group.Add(38, "The packet can only be read",
            "{0}; the kernel lets programs of this kind only look at it; leave the packet alone, or use a program of traffic control"),
        [CodeGenerationError.LockedCall] = Group.Add(31, "A call while a spin lock is held",
            "{0}; the kernel allows no calls there, so that the lock is held shortly; "
            + "look up, read kernel objects and print before the lock is taken, or after"),
    };

    /// <summary>Found by the frontend, which knows the type.</summary>
    public static readonly DiagnosticDescriptor AtomicType = Group.Add(8, "The machine has no atomic operation for the type",
        "'{0}' can't be used on '{1}' in a BPF program; "
        + "atomic operations are on integers of 4 or 8 bytes, volatile accesses on integers and bools; "
        + "use an int, uint, long or ulong");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;

    /// <summary>True for what C# can ask of the code generator in vain.</summary>
    public static bool Has(CodeGenerationError error) => ByError.ContainsKey(error);

    /// <summary>What the code generator could not do, as a diagnostic at its place in the C#.</summary>
    public static Diagnostic Create(CodeGenerationException exception) =>
        Diagnostic.Create(ByError[exception.Error], LocationOf(exception.Location), exception.Message.TrimEnd('.'));

    private static Location LocationOf(SourceLocation location)
    {
        if (location.Path is null)
            return Location.None;
        var position = new LinePosition(location.Line - 1, location.Column - 1);
        return Location.Create(location.Path, default, new LinePositionSpan(position, position));
    }
}
