using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>A span in its parts.</summary>
/// <param name="Memory">The address of the memory that it is a part of.</param>
/// <param name="Start">The index, in that memory, of its first element. An I64.</param>
/// <param name="Length">The number of its elements. An I64.</param>
/// <param name="Limit">The number of elements in the memory: no less than start and length together. An I64.</param>
internal sealed record SpanValue(Value Memory, Value Start, Value Length, Value Limit);
