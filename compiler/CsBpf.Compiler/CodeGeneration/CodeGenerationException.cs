using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>What the machine can't do.</summary>
public enum CodeGenerationError
{
    /// <summary>A function needs more stack than the 512 bytes of a frame.</summary>
    FrameTooLarge,

    /// <summary>A function and those it calls need more stack than 512 bytes together.</summary>
    CallChainTooDeep,

    /// <summary>A function calls itself, directly or through others.</summary>
    Recursion,

    /// <summary>A function has more than five parameters, or a call more than five arguments.</summary>
    TooManyParameters,

    /// <summary>A jump leads further than the instruction set reaches.</summary>
    JumpTooFar,

    /// <summary>A reference to a field of the context is not known when the function is compiled.</summary>
    ContextReference,

    /// <summary>A loop never ends.</summary>
    EndlessLoop,

    /// <summary>An atomic operation is not in the instruction set.</summary>
    AtomicLevel,

    /// <summary>An atomic operation is on a field of the context.</summary>
    AtomicOnContext,

    /// <summary>A packet is used in a way that the verifier does not follow.</summary>
    PacketReference,

    /// <summary>A section of the kernel is entered where it can't be nested.</summary>
    NestedSection,

    /// <summary>A timer is started with another map than the one that its value is in.</summary>
    TimerMap,

    /// <summary>A global function is called in a section of the kernel.</summary>
    GlobalCall,

    /// <summary>A constant is written.</summary>
    ConstantWrite,

    /// <summary>The verifier does not know that an address is that of a kernel object, and a helper has to be given one.</summary>
    UnknownObject,

    /// <summary>Something is called while a spin lock is held.</summary>
    LockedCall,

    /// <summary>Memory is used that was given back to the kernel.</summary>
    ReturnedMemory,

    /// <summary>The packet is used behind a call that may move it.</summary>
    MovedPacket,

    /// <summary>A packet is written that the kernel shows only.</summary>
    ReadOnlyPacket,
}

/// <summary>A function can't become code for the machine that was asked for.</summary>
/// <param name="error">What the machine can't do.</param>
/// <param name="function">The function.</param>
/// <param name="message">The explanation, in a sentence.</param>
/// <param name="bytes">The bytes of stack that would be needed, where it is about stack.</param>
/// <param name="location">Where in the C#; the function itself where it is about all of it.</param>
public sealed class CodeGenerationException(
    CodeGenerationError error, Function function, string message, int bytes = 0, SourceLocation? location = null) : Exception(message)
{
    /// <summary>What the machine can't do.</summary>
    public CodeGenerationError Error { get; } = error;

    /// <summary>The function.</summary>
    public Function Function { get; } = function;

    /// <summary>The bytes of stack that would be needed, where it is about stack.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>Where in the C#.</summary>
    public SourceLocation Location { get; } = location ?? function.Location;
}
