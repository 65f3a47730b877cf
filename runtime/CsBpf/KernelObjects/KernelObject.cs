namespace CsBpf;

/// <summary>
/// The base of every class that stands for a type of the kernel. In a BPF program a reference is a kernel pointer and <see langword="null"/> is
/// NULL; a read through a null or stale one gives <c>default</c>. On the CLR it is an ordinary object that a test can make and fill.
/// </summary>
[KernelReference(KernelReferenceKind.Object)]
public abstract class KernelObject;
