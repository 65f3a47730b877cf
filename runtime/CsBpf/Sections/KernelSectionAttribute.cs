namespace CsBpf;

/// <summary>
/// The ref struct stands for a section of the kernel: the helper or kernel function that returns it enters the section, its <c>Dispose</c>, which is
/// another one, leaves it. A program enters a section with <c>using</c> only, so that it leaves it on every way out. Where the two functions of the
/// kernel have an argument, a <c>ref</c> field keeps it.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class KernelSectionAttribute : Attribute;
