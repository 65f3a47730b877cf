namespace CsBpf;

/// <summary>
/// The ref struct stands for a section of the kernel: the helper or kernel function that returns it enters the section, its <c>Dispose</c>, which is
/// another one, leaves it. A program enters a section with <c>using</c> only, so that it leaves it on every way out. The arguments of the two
/// functions of the kernel are its <c>ref</c> fields: what the method gets by reference, or memory that is made for it.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class KernelSectionAttribute : Attribute;
