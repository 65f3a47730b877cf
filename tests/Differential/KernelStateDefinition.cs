using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>The tests that share the kernel's state run one after the other, and beside no others.</summary>
[CollectionDefinition(KernelStateCollection.Name, DisableParallelization = true)]
public sealed class KernelStateDefinition;
