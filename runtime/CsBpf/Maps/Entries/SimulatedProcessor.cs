namespace CsBpf;

/// <summary>The processor whose values a program on the CLR has.</summary>
internal static class SimulatedProcessor
{
    /// <summary>Its number, from 0: outside of a simulation the first, for a thread may move to another processor at any time.</summary>
    public static int Current => (int)((BpfSimulation.Current?.Processor ?? 0) & int.MaxValue);
}
