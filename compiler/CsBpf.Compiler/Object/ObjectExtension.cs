using System.Collections.Immutable;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Object;

/// <summary>What <c>.BTF.ext</c> says about the code: functions, source lines, CO-RE relocations.</summary>
/// <param name="sources">The C# sources by path.</param>
/// <param name="types">The types of the object.</param>
internal sealed class ObjectExtension(IReadOnlyDictionary<string, ImmutableArray<string>> sources, ObjectTypes types)
{
    /// <summary>Describes the sections.</summary>
    public BtfExtension Describe(ImmutableArray<ProgramSection> sections) => new(
        [.. sections.Select(section => new BtfSectionInfo<BtfFunctionInfo>(section.Name, Collect(section, FunctionInfos)))],
        [.. sections.Select(section => new BtfSectionInfo<BtfLineInfo>(section.Name, Collect(section, LineInfos)))],
        [.. sections.Select(section => new BtfSectionInfo<CoreRelocation>(section.Name, Collect(section, CoreRelocations)))]);

    private static ImmutableArray<T> Collect<T>(ProgramSection section, Func<FunctionCode, uint[], IEnumerable<T>> describe) =>
    [
        .. section.Functions.SelectMany(placed => describe(
            placed.Code, [.. ProgramSection.SlotsOf(placed.Code).Select(slot => (uint)((placed.Start + slot) * BpfInstruction.SlotSize))])),
    ];

    private IEnumerable<BtfFunctionInfo> FunctionInfos(FunctionCode code, uint[] offsets) => [new(offsets[0], types.IdOf(code.Function))];

    /// <summary>A record wherever the place changes. The kernel wants one for the first instruction of each function.</summary>
    private IEnumerable<BtfLineInfo> LineInfos(FunctionCode code, uint[] offsets)
    {
        SourceLocation? last = null;
        for (int i = 0; i < offsets.Length; i++)
        {
            SourceLocation location = code.Locations[i].Path is null ? code.Function.Location : code.Locations[i];
            if (location != last)
                yield return new(offsets[i], location.Path ?? "", TextAt(location), (uint)location.Line, (uint)location.Column);
            last = location;
        }
    }

    private IEnumerable<CoreRelocation> CoreRelocations(FunctionCode code, uint[] offsets) => code.CoreRelocations.Select(use => new CoreRelocation(
        offsets[use.Instruction], types.IdOf(use.Constant.Access.RootType), use.Constant.Access.AccessString, use.Constant.Kind));

    private string TextAt(SourceLocation location) =>
        location.Path is not null && sources.TryGetValue(location.Path, out ImmutableArray<string> lines) && location.Line >= 1 && location.Line <= lines.Length
            ? lines[location.Line - 1]
            : "";
}
