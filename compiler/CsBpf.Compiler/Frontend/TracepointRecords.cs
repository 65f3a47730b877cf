using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Which kernel class is the record of a tracepoint.</summary>
internal static class TracepointRecords
{
    private const string EventPlaceholder = "{event}";

    /// <summary>True where the program's attribute says the tracepoint's group and name.</summary>
    public static bool HasGroup(ProgramMethod program) => program.TargetName.Split('/') is [{ Length: > 0 }, { Length: > 0 }];

    /// <summary>Whether a type is the class of the program's tracepoint; of one that has its record from a template, whether it may be.</summary>
    /// <param name="context">The module.</param>
    /// <param name="program">The program.</param>
    /// <param name="recordType">The name of the class, with a placeholder for that of the tracepoint.</param>
    /// <param name="type">The type.</param>
    public static bool Fits(ModuleContext context, ProgramMethod program, string recordType, ITypeSymbol type)
    {
        if (!HasGroup(program) || !type.IsKernelClass())
            return false;
        if (type.GetTracepointPrefix() is { } prefix)
            return program.TargetName.StartsWith(prefix, StringComparison.Ordinal);
        string name = ((INamedTypeSymbol)type).GetKernelType().Name;
        return Find(context, program, recordType) is { } record
            ? name == record.GetKernelType().Name
            : name.StartsWith(recordType[(recordType.LastIndexOf('.') + 1)..].Replace(EventPlaceholder, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>What the program may take, for a message.</summary>
    /// <inheritdoc cref="Fits"/>
    public static string Expected(ModuleContext context, ProgramMethod program, string recordType) =>
        !HasGroup(program) ? "the tracepoint's record, and write the tracepoint as 'group/name'"
        : Find(context, program, recordType) is { } record ? $"type '{record.Name}'"
        : "its template's class, for system calls 'SyscallEnter' or 'SyscallExit'";

    private static INamedTypeSymbol? Find(ModuleContext context, ProgramMethod program, string recordType) =>
        context.Shapes.Compilation.GetTypeByMetadataName(recordType.Replace(EventPlaceholder, program.TargetName.Split('/')[^1], StringComparison.Ordinal));
}
