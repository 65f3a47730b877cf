using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Maps and global variables.</summary>
internal static class MapDiagnostics
{
    private static readonly DescriptorGroup Group = new("Maps", 300);

    public static readonly DiagnosticDescriptor MissingDefinition = Group.Add(1, "The map is not defined",
        "The map '{0}' has no definition; the object file must say how large it is; "
        + "initialize the field where it is declared: 'new(maxEntries: 1024)'");

    public static readonly DiagnosticDescriptor NotConstant = Group.Add(2, "The map's definition is not constant",
        "The argument '{0}' is not a constant; it becomes part of the object file; use a literal or a 'const'");

    public static readonly DiagnosticDescriptor MapValue = Group.Add(3, "A map is not a value",
        "A map can't be chosen at run time, stored or compared; a program names the map that it works on; "
        + "use the field, a parameter, or a local that is set once");

    public static readonly DiagnosticDescriptor InitialValue = Group.Add(4, "The initial value is not constant",
        "The initial value of '{0}' is not a constant; it becomes part of the object file; "
        + "use literals, 'const' and object initializers of these");

    public static readonly DiagnosticDescriptor UnboundMember = Group.Add(5, "The member is for user space only",
        "'{0}' can't be used in a BPF program; the kernel has no such map operation; use it in user space, or another operation here");

    public static readonly DiagnosticDescriptor LocalMap = Group.Add(6, "The map is not a field of the BPF object",
        "The map '{0}' is not a field of the [BpfObject] class; only its fields, and those that are not private in the classes with source that it "
        + "inherits from, become maps of the object; declare it there");

    public static readonly DiagnosticDescriptor NotInSleepable = Group.Add(7, "The map is not for programs that may sleep",
        "A '{0}' can't be used by a [Syscall] program; the kernel lets no program use its type that may sleep; "
        + "use it in programs of other types, or a BpfHashMap or BpfArrayMap here");

    public static readonly DiagnosticDescriptor NegativeNumber = Group.Add(8, "The map's definition has a negative number",
        "The argument '{0}' is {1}; sizes and counts of maps are numbers of 32 bits without a sign; write the number of entries or bytes that are needed");

    public static readonly DiagnosticDescriptor Slot = Group.Add(9, "What the slot holds is not known",
        "The slot is {0}; constructors don't run in the kernel, and the object file says what is in a map from the start; "
        + "fill it by a statement of the constructor, at a constant index, with a program or a map of the class: 'Stages[Stage.Count] = Count;'");

    public static readonly DiagnosticDescriptor SlotTypes = Group.Add(10, "The programs of the array have different types",
        "'{0}' is a program for '{1}', and '{2}', which has to do with the same array, one for '{3}'; "
        + "the kernel lets only programs of one type hand over to each other; make an array for each");

    public static readonly DiagnosticDescriptor TailCall = Group.Add(11, "A tail call is the last thing that a program does",
        "The tail call is {0}; where there is a program in the slot, nothing comes back from it in the kernel; "
        + "make it in the program itself, and return what it gives: 'return Stages.TailCall(context, Stage.Count) ?? XdpAction.Pass;'");

    public static readonly DiagnosticDescriptor InnerMap = Group.Add(12, "A map that was found in another is passed on",
        "A '{0}' that was found in another map is passed to a function, or captured by a lambda; functions are compiled for the maps that they work on, "
        + "and which one this is, is known when the program runs; look it up where it is used");

    public static readonly DiagnosticDescriptor KernelField = Group.Add(20, "The struct stays in its map",
        "A '{0}' can't be {1}; it is, or has a field, that the kernel looks after in the values of maps only, and finds by its type; "
        + "declare the field once, in the struct that is the value of the map, and work on a reference to that");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
