namespace CsBpf;

/// <summary>
/// The ref struct stands for memory that the kernel lends to a program: its only field is a reference to that, null where the kernel has none. The helper
/// that returns it takes the memory, zeroed for the program; its other helpers give it back, and <c>Dispose</c> does where none of them has. It is that of
/// a <c>using</c>, and never copied, so that every way out gives it back once. Its property tells whether there is any.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class KernelResourceAttribute : Attribute;
