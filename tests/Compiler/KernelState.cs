using CsBpf.Testing;

namespace CsBpf.Compiler.Tests;

/// <summary>The tests that load programs run alone.</summary>
[CollectionDefinition(KernelStateCollection.Name, DisableParallelization = true)]
public class KernelState;
