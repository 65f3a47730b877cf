namespace CsBpf;

/// <summary>
/// A method that the verifier checks once, on its own, from the types of its parameters (a global function, Linux 5.6; with references and structs
/// 5.13), and not anew with what each caller knows. It is never inlined. So a large program stays within what the verifier goes through, and the time
/// that a method takes to be verified does not depend on how often it is called.
/// </summary>
/// <remarks>
/// Parameters and results are integers, bools, enums and structs of these, by value or by reference, five in all (four, where 64 bits are returned); a
/// parameter may be the program's context. A fault in it is one of the program.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BpfGlobalAttribute : Attribute;
