using System.Collections.Immutable;

namespace CsBpf.Object.BtfExt;

/// <summary>The records of <c>.BTF.ext</c> about one program section.</summary>
/// <param name="Section">The name of the program section.</param>
/// <param name="Records">The records, in the order of their instructions.</param>
/// <typeparam name="T">The kind of record.</typeparam>
public readonly record struct BtfSectionInfo<T>(string Section, ImmutableArray<T> Records);

/// <summary>Where a function starts, and its type.</summary>
/// <param name="InstructionOffset">The function's first instruction, in bytes from the start of the section.</param>
/// <param name="TypeId">The BTF id of the function.</param>
public readonly record struct BtfFunctionInfo(uint InstructionOffset, uint TypeId);

/// <summary>The source of the instructions from one on.</summary>
/// <param name="InstructionOffset">The first instruction, in bytes from the start of the section.</param>
/// <param name="File">The path of the source file.</param>
/// <param name="Text">The text of the line.</param>
/// <param name="Line">The line, from 1; 22 bits.</param>
/// <param name="Column">The column, from 1; 10 bits.</param>
public readonly record struct BtfLineInfo(uint InstructionOffset, string File, string Text, uint Line, uint Column);

/// <summary>An instruction whose immediate or offset the loader fits to the running kernel.</summary>
/// <param name="InstructionOffset">The instruction, in bytes from the start of the section.</param>
/// <param name="TypeId">The BTF id of the type the relocation starts from.</param>
/// <param name="Access">The access: indices separated by colons, <c>0:1:2</c>; of an enumeration's value, its index.</param>
/// <param name="Kind">What is asked about the access.</param>
public readonly record struct CoreRelocation(uint InstructionOffset, uint TypeId, string Access, CoreRelocationKind Kind);

/// <summary>The section <c>.BTF.ext</c>: what instructions have to do with types and source lines.</summary>
/// <param name="Functions">The functions, a section of the program each.</param>
/// <param name="Lines">The source lines, a section of the program each.</param>
/// <param name="CoreRelocations">The CO-RE relocations, a section of the program each.</param>
public sealed partial record BtfExtension(
    ImmutableArray<BtfSectionInfo<BtfFunctionInfo>> Functions,
    ImmutableArray<BtfSectionInfo<BtfLineInfo>> Lines,
    ImmutableArray<BtfSectionInfo<CoreRelocation>> CoreRelocations);
