using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>What the language of BPF programs leaves out of C#.</summary>
internal static class LanguageDiagnostics
{
    private static readonly DescriptorGroup Group = new("Language", 0);

    public static readonly DiagnosticDescriptor UnsupportedOperation = Group.Add(1, "The construct is not part of the language",
        "{0} can't be compiled for the kernel; it is not part of the language of BPF programs; "
        + "write it with the constructs in docs/language.md");

    public static readonly DiagnosticDescriptor MethodWithoutSource = Group.Add(2, "The called method has no source here",
        "'{0}' can't be called from a BPF program; "
        + "only methods with source in this project, helpers, kernel functions and map operations can be compiled for the kernel; "
        + "{1}");

    public static readonly DiagnosticDescriptor Recursion = Group.Add(3, "A method calls itself",
        "'{0}' calls itself ({1}); the kernel bounds the call depth and the stack when it verifies a program; "
        + "write the recursion as a loop");

    public static readonly DiagnosticDescriptor VirtualCall = Group.Add(4, "The call is decided at run time",
        "'{0}' is called through a virtual method, an interface or a delegate; "
        + "a BPF program knows every callee when it is compiled; call a static or non-virtual method, or implement it in the struct");

    public static readonly DiagnosticDescriptor ExceptionHandling = Group.Add(5, "Exceptions are not caught",
        "'catch' can't be compiled for the kernel; "
        + "what would throw takes the program's fault exit, past every 'finally', and no exception is made that could be caught; "
        + "test the condition before, or use a Try… method");

    public static readonly DiagnosticDescriptor HeapAllocation = Group.Add(7, "The expression allocates on the heap",
        "An object of type '{0}' can't be made in a BPF program; there is no heap in the kernel for C# objects; "
        + "{1}");

    public static readonly DiagnosticDescriptor Delegate = Group.Add(8, "What the delegate calls is not known",
        "What this delegate calls is not known when the program is compiled; a BPF program names every function that it calls; "
        + "give a lambda or a method to the method that calls it, or to a local variable that is set once");

    public static readonly DiagnosticDescriptor AsyncOrIterator = Group.Add(9, "The method is async or an iterator",
        "'{0}' is async or an iterator; a BPF program runs to its end at once and keeps no state machine; return the result directly");

    public static readonly DiagnosticDescriptor Foreach = Group.Add(10, "The collection can't be enumerated in the kernel",
        "'foreach' can't enumerate '{0}' in a BPF program; its enumerator is an object on the heap; "
        + "{1}");

    public static readonly DiagnosticDescriptor TooDeep = Group.Add(11, "The expression is nested too deeply",
        "The expression is nested too deeply; the compiler would run out of stack; break it up into statements");

    public static readonly DiagnosticDescriptor EvaluationOrder = Group.Add(12, "The compound assignment changes its own target",
        "The right side of the compound assignment branches and has effects of its own; "
        + "the order of reading the target and of these effects can't be kept; "
        + "compute the right side into a local first");

    public static readonly DiagnosticDescriptor Boxing = Group.Add(13, "The value is boxed",
        "A value of type '{0}' can't become '{1}' in a BPF program; boxed values live on the heap; keep the value's own type");

    public static readonly DiagnosticDescriptor InstanceState = Group.Add(14, "The object is not the BPF object",
        "'{0}' is a member of an object of class '{1}'; "
        + "a BPF program has no objects but its own [BpfObject] class and those of the kernel; "
        + "make it static, or move it into the [BpfObject] class or a struct");

    public static readonly DiagnosticDescriptor ConstructorBody = Group.Add(15, "The constructor sets a field of the BPF object",
        "'{0}' is set in a constructor; no constructor runs in the kernel, so the object would start without this value; "
        + "set it where the field is declared");

    public static readonly DiagnosticDescriptor EndlessInstances = Group.Add(16, "Generic code needs itself for ever more types",
        "'{0}' calls itself for types or delegates that are nested ever deeper; each set of these is a function of its own in the kernel; "
        + "call it with some that don't grow");

    public static readonly DiagnosticDescriptor UncheckedMemory = Group.Add(17, "Memory without bounds",
        "'{0}' can't be compiled here; the verifier takes no access without a check, and of what this gives nothing says where it starts and ends; write '{1}'");

    public static readonly DiagnosticDescriptor Lock = Group.Add(30, "Objects are not locked",
        "'lock' can't be compiled for the kernel; it locks an object on the heap, and there are none; "
        + "change single numbers with Interlocked, several with a BpfSpinLock");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
