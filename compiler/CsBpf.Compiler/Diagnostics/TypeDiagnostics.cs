using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Diagnostics;

/// <summary>Types that a BPF program can't have.</summary>
internal static class TypeDiagnostics
{
    private static readonly DescriptorGroup Group = new("Types", 100);

    public static readonly DiagnosticDescriptor FloatingPoint = Group.Add(1, "No floating point in the kernel",
        "'{0}' can't be used in a BPF program; the BPF machine has no floating point; "
        + "use integers in a smaller unit (thousandths, nanoseconds)");

    public static readonly DiagnosticDescriptor RuntimeString = Group.Add(2, "No strings at run time",
        "A string can't be used as a value in a BPF program; strings live on the heap; "
        + "use constants, spans of their characters ('\"…\".AsSpan()'), interpolated output, or a KernelString");

    public static readonly DiagnosticDescriptor WideInteger = Group.Add(3, "No 128-bit integers",
        "'{0}' can't be used in a BPF program; the registers have 64 bits; use two 64-bit fields");

    public static readonly DiagnosticDescriptor HeapType = Group.Add(4, "Objects of this type live on the heap",
        "'{0}' can't be used in a BPF program; its objects live on the heap; {1}");

    public static readonly DiagnosticDescriptor UnknownLayout = Group.Add(5, "The layout of the struct is not known",
        "'{0}' can't be used in a BPF program; its layout is not known to the compiler ({1}); "
        + "declare a struct with fields in this project");

    public static readonly DiagnosticDescriptor SharedReference = Group.Add(6, "Addresses can't be shared",
        "'{0}' can't be kept in a map or global; it holds an address, which means nothing to user space; keep an id or a copy of the data");

    public static readonly DiagnosticDescriptor Pointer = Group.Add(7, "The pointer leads to what can't be followed",
        "'{0}' can't be used in a BPF program; the verifier loses an address in memory whose place is not known, and calls nothing that a pointer leads to; "
        + "use pointers to integers and structs, and a delegate parameter for functions");

    public static readonly DiagnosticDescriptor Array = Group.Add(8, "Arrays live on the heap",
        "'{0}' can't be used in a BPF program; arrays live on the heap; "
        + "use a span ('stackalloc', '[x, y]'), a struct with [InlineArray], a BpfArrayMap, or a static readonly table of constants");

    public static readonly DiagnosticDescriptor Other = Group.Add(9, "The type is not supported",
        "'{0}' can't be used in a BPF program; it is not part of the language of BPF programs; "
        + "{1}");

    public static readonly DiagnosticDescriptor CapturedParameter = Group.Add(10, "A member uses a constructor parameter",
        "The parameter '{0}' of the primary constructor is used in a member; {1}; {2}");

    public static readonly DiagnosticDescriptor UnalignedReference = Group.Add(11, "A reference to an unaligned field",
        "A reference to this field of type '{0}' can't be made; "
        + "its struct is packed, and the kernel reads through a reference in aligned steps only; "
        + "copy the field to a local and pass that");

    public static readonly DiagnosticDescriptor ConstantTable = Group.Add(12, "The table is constant",
        "An element of type '{0}' of a static readonly array can't be changed in a BPF program; "
        + "the array is a constant table in read-only memory; use a BpfArrayMap or a field with an inline array, and 'readonly' for methods that change nothing");

    public static readonly DiagnosticDescriptor KeptStackAllocation = Group.Add(13, "A loop may keep what it allocated before",
        "A 'stackalloc' in a loop that sets a span, a 'ref struct' or a 'ref' from outside of it can't be compiled; "
        + "the loop has one piece of stack for all rounds, and the variable could still show that of an earlier one; "
        + "allocate before the loop, or declare the variable inside");

    public static readonly DiagnosticDescriptor AddressAsNumber = Group.Add(14, "An address is no number",
        "'{0}' can't be converted to '{1}' in a BPF program; the verifier follows addresses, and numbers lead nowhere; "
        + "subtract and compare pointers, and read the kernel's addresses through KernelPointer<T>");

    public static readonly DiagnosticDescriptor AllocationSize = Group.Add(20, "The size of the stackalloc is not a constant",
        "The size of this 'stackalloc' is no constant of at most {0} bytes; the verifier wants to know how much of the stack is used; "
        + "allocate the most that is needed, and use a part of it: 'buffer[..length]'");

    public static readonly DiagnosticDescriptor SpreadLength = Group.Add(21, "It is not known how many elements are spread",
        "The elements of '{0}' can't be spread; how many there are must be known when the memory for all is laid out; "
        + "spread inline arrays, tables, u8 literals and lists, or copy: 'part.CopyTo(whole[start..])'");

    public static IReadOnlyList<DiagnosticDescriptor> All => Group.Descriptors;
}
