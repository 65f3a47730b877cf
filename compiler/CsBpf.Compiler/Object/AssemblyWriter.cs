using System.Collections.Immutable;
using System.Text;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Object;

/// <summary>Writes code as assembly in the kernel's syntax, with labels, symbols, what relocations ask, and the C# above its instructions.</summary>
public sealed class AssemblyWriter
{
    private const int CommentColumn = 48;

    private readonly BpfModule _module;
    private readonly Dictionary<int, string> _helpers;
    private readonly StringBuilder _text = new();

    private AssemblyWriter(BpfModule module)
    {
        _module = module;
        _helpers = module.Functions.SelectMany(function => function.Blocks).SelectMany(block => block.Values)
            .Where(value => value.Opcode == Opcode.CallHelper).Select(value => value.Helper)
            .DistinctBy(helper => helper.Id).ToDictionary(helper => helper.Id, helper => helper.Name);
    }

    /// <summary>The text of the code.</summary>
    /// <param name="module">The module.</param>
    /// <param name="code">The code of its functions.</param>
    public static string Write(BpfModule module, ImmutableArray<FunctionCode> code)
    {
        var writer = new AssemblyWriter(module);
        foreach (ProgramSection section in ProgramSection.Arrange(code))
        {
            writer._text.Append($"section \"{section.Name}\"\n");
            foreach ((FunctionCode function, _) in section.Functions)
                writer.WriteFunction(function);
            writer._text.Append('\n');
        }

        return writer._text.ToString();
    }

    private void WriteFunction(FunctionCode code)
    {
        int[] slots = ProgramSection.SlotsOf(code);
        var names = new Names(code, slots, _helpers);
        ILookup<int, CoreConstant> core = code.CoreRelocations.ToLookup(use => use.Instruction, use => use.Constant);
        (string?, int) line = default;
        _text.Append($"\n{code.Function.Name}:{(code.StackSize > 0 ? $" ; {code.StackSize} bytes of stack" : "")}\n");
        for (int i = 0; i < code.Instructions.Length; i++)
        {
            if (names.Target(slots[i]) is { } label)
                _text.Append($"{label}:\n");
            SourceLocation location = code.Locations[i];
            if (location.Path is not null && (location.Path, location.Line) != line)
            {
                line = (location.Path, location.Line);
                _text.Append($"    ; {Path.GetFileName(location.Path)}:{location.Line}: {TextAt(location).Trim()}".TrimEnd()).Append('\n');
            }

            string text = "    " + InstructionPrinter.Print(code.Instructions[i], slots[i], names);
            string comment = string.Concat(core[i].Select(constant => $" ; {constant.Kind} {constant.Access.Display}"));
            _text.Append(comment.Length > 0 ? text.PadRight(CommentColumn) + comment : text).Append('\n');
        }
    }

    private string TextAt(SourceLocation location) =>
        _module.Sources.TryGetValue(location.Path!, out ImmutableArray<string> lines) && location.Line >= 1 && location.Line <= lines.Length
            ? lines[location.Line - 1]
            : "";

    /// <summary>The names that the instructions of a function refer to.</summary>
    private sealed class Names : InstructionNames
    {
        private readonly Dictionary<int, string> _labels;
        private readonly Dictionary<int, string> _symbols;
        private readonly IReadOnlyDictionary<int, string> _helpers;

        public Names(FunctionCode code, int[] slots, IReadOnlyDictionary<int, string> helpers)
        {
            IEnumerable<int> targets = Enumerable.Range(0, slots.Length).Where(index => code.Instructions[index].IsJump)
                .Select(index => slots[index] + 1 + code.Instructions[index].JumpDistance);
            _labels = targets.Distinct().Order().Select((slot, number) => (slot, number)).ToDictionary(pair => pair.slot, pair => $"L{pair.number + 1}");
            _symbols = code.Symbols.ToDictionary(use => slots[use.Instruction], use => NameOf(use.Symbol));
            _helpers = helpers;
        }

        public override string? Target(int slot) => _labels.GetValueOrDefault(slot);

        public override string? Helper(int helper) => _helpers.GetValueOrDefault(helper);

        public override string? Symbol(int slot) => _symbols.GetValueOrDefault(slot);

        private static string NameOf(object symbol) => symbol switch
        {
            MapDefinition map => map.Name,
            GlobalVariable global => global.Name,
            KernelFunction kfunc => kfunc.Name,
            var function => ((Function)function).Name,
        };
    }
}
