using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>The first kernels with the map and program types: to explain a refusal, never to predict one.</summary>
internal static class FeatureFloors
{
    private static readonly string[] Maps =
    [
        "3.18", "3.19", "3.19", "4.2", "4.3", "4.6", "4.6", "4.6", "4.8", "4.10", "4.10", "4.11", "4.12", "4.12", "4.14", "4.14", "4.15",
        "4.18", "4.18", "4.19", "4.19", "4.20", "4.20", "4.20", "5.2", "5.4", "5.6", "5.8", "5.10", "5.11", "5.16", "6.1", "6.2",
        "6.9", "6.19",
    ];

    private static readonly string[] Programs =
    [
        "3.18", "3.19", "4.1", "4.1", "4.1", "4.7", "4.8", "4.9", "4.10", "4.10", "4.10", "4.10", "4.10", "4.13", "4.14", "4.15", "4.17",
        "4.17", "4.17", "4.18", "4.18", "4.19", "4.20", "5.2", "5.2", "5.3", "5.5", "5.6", "5.6", "5.7", "5.9", "5.14", "6.4",
    ];

    /// <summary>The error for a map type that the running kernel is too old for; null where it is not.</summary>
    public static FeatureNotSupportedException? Explain(BpfMapType type) => Explain("the map type", type.ToString(), (int)type, Maps);

    /// <summary>The error for a program type that the running kernel is too old for; null where it is not.</summary>
    public static FeatureNotSupportedException? Explain(BpfProgramType type) =>
        Explain("the program type", type.ToString(), (int)type, Programs);

    private static FeatureNotSupportedException? Explain(string kind, string name, int type, string[] floors) =>
        type < floors.Length && KernelVersion.IsOlderThan(floors[type])
            ? new FeatureNotSupportedException($"{kind} {name}", floors[type])
            : null;
}
