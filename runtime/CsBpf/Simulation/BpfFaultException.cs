namespace CsBpf;

/// <summary>
/// On the CLR: a program did what makes it take its fault exit in the kernel (a null map slot, a full map, an index out of range).
/// The simulation turns it into the program's fault value.
/// </summary>
/// <param name="message">What the program did.</param>
public sealed class BpfFaultException(string message) : Exception(message);
