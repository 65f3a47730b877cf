using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>The shape of BPF objects and programs.</summary>
internal static class ProgramDiagnostics
{
    private static readonly DescriptorGroup Group = new("Program", 500);

    public static readonly DiagnosticDescriptor SeveralAttributes = Group.Add(1, "A method is one program",
        "'{0}' has more than one program attribute; each program is loaded and attached as one kind; "
        + "write a method for each and call a common one");

    public static readonly DiagnosticDescriptor NoTarget = Group.Add(2, "The view doesn't say what it shows",
        "No parameter of '{0}' is a kind of object that the kernel iterates over; the parameter decides the iterator; "
        + "add one, for instance 'Cgroup cg' or 'Task t'");

    public static readonly DiagnosticDescriptor UnknownParameter = Group.Add(3, "The program gets no such argument",
        "The parameter '{0}' of type '{1}' is not a part of the context of '{2}' programs; "
        + "the kernel passes what the context holds; remove the parameter");

    public static readonly DiagnosticDescriptor ContextParameter = Group.Add(4, "The context is one struct by ref",
        "The parameters of '{0}' don't fit the program; "
        + "it takes none, or one 'ref' parameter of a struct that both sides share; change the parameters");

    public static readonly DiagnosticDescriptor ReturnType = Group.Add(5, "The result is not what the kernel takes",
        "'{0}' returns '{1}'; the kernel takes the result of this program as {2}; return {3}");

    public static readonly DiagnosticDescriptor ProgramShape = Group.Add(6, "The method can't be a program",
        "'{0}' can't be a program because it is {1}; the kernel calls it directly; write an ordinary method");

    public static readonly DiagnosticDescriptor ObjectShape = Group.Add(7, "The class can't be a BPF object",
        "'{0}' can't be a BPF object because it is {1}; the build generates the other half of the class; "
        + "declare it as a partial, non-generic class outside of other types");

    public static readonly DiagnosticDescriptor SameName = Group.Add(8, "Two programs of one name",
        "There is another program named '{0}'; a program is found by its name in the object; rename one of them");

    public static readonly DiagnosticDescriptor SameObjectName = Group.Add(9, "Two BPF objects of one name",
        "There is another BPF object named '{0}', in '{1}'; "
        + "the object file and the resource in the assembly are named after the class alone; rename one of them");

    public static readonly DiagnosticDescriptor ContextClass = Group.Add(10, "The program's context is another class",
        "The parameters of '{0}' don't fit the program; the kernel hands it one context; declare no parameter, or one of type '{1}'");

    public static readonly DiagnosticDescriptor Result = Group.Add(11, "The kernel does not take the result",
        "The program returns {0}; the kernel takes {1} of such programs; return that");

    public static readonly DiagnosticDescriptor GlobalFunction = Group.Add(12, "The method can't be a global function",
        "'{0}' can't be a [BpfGlobal] function because {1}; the verifier checks it on its own, and knows only its types; "
        + "pass integers and structs of these, or leave the attribute out");

    public static readonly DiagnosticDescriptor UnknownTracepoint = Group.Add(13, "There is no such tracepoint",
        "The kernel types that the project refers to have no tracepoint '{0}'; what a tracepoint passes is known from them; "
        + "write its name as the kernel does, without its group, for instance 'sched_switch'");

    public static readonly DiagnosticDescriptor HookArgument = Group.Add(14, "The hook passes something else",
        "The parameter '{0}' is '{1}', but '{2}' passes {3}; "
        + "the parameters are the arguments in their order, and a [ReturnValue]; declare them as {4}");

    public static readonly DiagnosticDescriptor TracepointRecord = Group.Add(15, "The tracepoint's record is another class",
        "The parameters of '{0}' don't fit the tracepoint '{1}'; the kernel hands a program the tracepoint's record, whose class its group and name decide; "
        + "declare no parameter, or one of {2}");

    public static readonly DiagnosticDescriptor UnknownFunction = Group.Add(16, "The kernel has no such function",
        "The kernel types that the project refers to have no function '{0}'; what the kernel passes to its programs is known from them; "
        + "write the name of a method of 'CsBpf.Kernel.Functions'");

    public static readonly DiagnosticDescriptor UncheckedFunction = Group.Add(17, "The function is not known",
        "The kernel types that the project refers to have no function '{0}'; its arguments are taken as they are declared, and a kernel without it "
        + "refuses to attach the program; check the name", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor TakenName = Group.Add(18, "The name is that of a generated member",
        "'{0}' can't be declared here; the half of the class that the build generates has a member of this name; choose another");

    public static readonly DiagnosticDescriptor ContextField = Group.Add(19, "The program has no such field",
        "'{0}' can't be {1} in '{2}', a program of the section '{3}'; the kernel has the field for '{4}' only; leave it alone there");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
