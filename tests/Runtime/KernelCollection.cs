using CsBpf.Testing;

namespace CsBpf.Runtime.Tests;

/// <summary>The tests that share the kernel's state, and so run alone.</summary>
[CollectionDefinition(KernelStateCollection.Name, DisableParallelization = true)]
public sealed class KernelCollection;
