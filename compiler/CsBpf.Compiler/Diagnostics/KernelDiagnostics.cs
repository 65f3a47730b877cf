using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Kernel objects, helpers and kernel functions.</summary>
internal static class KernelDiagnostics
{
    private static readonly DescriptorGroup Group = new("Kernel", 200);

    public static readonly DiagnosticDescriptor Write = Group.Add(1, "Kernel objects are read-only",
        "'{0}' can't be written; a BPF program may read kernel objects but not change them; keep the value in a map or a global");

    public static readonly DiagnosticDescriptor UnknownMember = Group.Add(2, "The path leads nowhere",
        "'{0}' has no member '{1}' for the path '{2}'; "
        + "each step must be a property of the kernel class that the step before leads to; correct the path");

    public static readonly DiagnosticDescriptor Creation = Group.Add(3, "Kernel objects are not made by programs",
        "A '{0}' can't be made in a BPF program; kernel objects come from the kernel; "
        + "take it as a parameter or read it from another object");

    public static readonly DiagnosticDescriptor UnnamedType = Group.Add(4, "A reference to an unnamed struct can't be kept",
        "A reference to '{0}' can't be kept in a variable; the kernel type has no name that its layout could be looked up by; "
        + "write the whole path in one expression");

    public static readonly DiagnosticDescriptor ArrayValue = Group.Add(5, "An embedded array is not a value",
        "An embedded array can't be used as a value; it is a part of its object; index it where it is read");

    public static readonly DiagnosticDescriptor TypeTest = Group.Add(6, "Kernel objects carry no type",
        "Whether an object is a '{0}' can't be tested; kernel objects carry no C# type; test a member that tells the kind, then cast");

    public static readonly DiagnosticDescriptor UnboundMember = Group.Add(7, "The member exists on the CLR only",
        "'{0}' can't be used in a BPF program; it is bound to nothing in the kernel; use the members that stand for the kernel type's own");

    public static readonly DiagnosticDescriptor NotInTheKernel = Group.Add(8, "The question is not about the kernel",
        "What is asked about has no name in the kernel's type information; the answer is found there by the name; name {0}");

    public static readonly DiagnosticDescriptor TooManyArguments = Group.Add(9, "More arguments than registers",
        "'{0}' has {1} parameters; the kernel takes at most 5, in registers; bind it with 5 or fewer");

    public static readonly DiagnosticDescriptor ArgumentType = Group.Add(10, "The argument can't be passed to the kernel",
        "The parameter '{0}' of type '{1}' can't be passed to a kernel function; "
        + "only integers, kernel references and 'ref' parameters fit a register; "
        + "declare it as one of these");

    public static readonly DiagnosticDescriptor NewerKernel = Group.Add(11, "The target kernel is too old",
        "'{0}' needs Linux {1}; the object is built for Linux {2} and later; raise BpfTargetKernel, or ask Core.KfuncExists or Core.HelperExists first",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor SectionWithoutUsing = Group.Add(20, "The section is not that of a using",
        "The section is {0} without 'using'; the kernel wants every way out of it to leave it once, also those by 'return' and by a fault; "
        + "enter it where it is declared: 'using (Bpf.RcuRead()) { … }'");

    public static readonly DiagnosticDescriptor LaterCapture = Group.Add(21, "The callback outlives the variable",
        "The callback of a timer can't use the variable '{0}'; the kernel calls it when the method is done that has the variable; "
        + "keep what it needs in the value of the map, and make the lambda 'static'");

    public static readonly DiagnosticDescriptor ResourceWithoutUsing = Group.Add(22, "The kernel's memory is not that of a using",
        "A '{0}' is {1} without 'using'; the kernel wants its memory back once, on every way out of the program; "
        + "take it where it is declared, 'using var entry = Events.Reserve();', and pass on a reference to its value");

    public static readonly DiagnosticDescriptor ContextOfProgram = Group.Add(23, "Only the program itself has the context",
        "'{0}' is called outside of a program; the kernel takes the program's context with it, which functions don't have; "
        + "call it in the method with the program attribute, and pass on the result");

    public static readonly DiagnosticDescriptor ProgramKind = Group.Add(24, "The helper is not for programs of this kind",
        "'{0}' can't be called by '{1}', a program of the kind '{2}'; the kernel lets only these call it: {3}; use it in one of these");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
