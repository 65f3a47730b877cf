using System.Globalization;
using System.Text.RegularExpressions;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>What test programs know of the kernel's types: few members, at other places than the kernel has them.</summary>
internal sealed partial class KernelTypes
{
    private readonly BtfBuilder _builder = new();
    private readonly Dictionary<string, uint> _ids = [];

    private KernelTypes()
    {
        uint number = _ids["int"] = _builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        _ids["unsigned"] = _builder.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));
        _ids["long"] = _builder.Add(new BtfInt("long", 8, BtfIntEncoding.Signed));
        uint character = _builder.Add(new BtfInt("char", 1, BtfIntEncoding.Signed));
        _ids["text"] = _builder.Add(new BtfArray(character, number, 16));
        Declare("seq_file", 0);
        Declare("bpf_iter_meta", 8, ("seq", "*seq_file", 0, 0));
        Declare("cfs_rq", 4, ("h_nr_queued", "unsigned", 0, 0));
        Declare("sched_entity", 8, ("cfs_rq", "*cfs_rq", 0, 0));
        Declare("new_utsname", 16, ("nodename", "text", 0, 0));
        Declare("uts_namespace", 16, ("name", "new_utsname", 0, 0));
        Declare("nsproxy", 8, ("uts_ns", "*uts_namespace", 0, 0));
        Declare(
            "task_struct",
            68,
            ("pid", "int", 0, 0),
            ("group_leader", "*task_struct", 64, 0),
            ("comm", "text", 128, 0),
            ("real_parent", "*task_struct", 256, 0),
            ("in_execve", "unsigned", 320, 1),
            ("frozen", "unsigned", 321, 1),
            ("se", "sched_entity", 384, 0),
            ("nsproxy", "*nsproxy", 448, 0),
            ("not_in_any_kernel", "int", 512, 0));
        Declare("not_in_any_kernel", 4, ("member", "int", 0, 0));
        _ids["bpf_map_type"] = _builder.Add(new BtfEnum("bpf_map_type", 4, false, false, [new("BPF_MAP_TYPE_RINGBUF", 7), new("BPF_MAP_TYPE_NONE_SUCH", 8)]));
        Declare("bpf_iter__task", 16, ("meta", "*bpf_iter_meta", 0, 0), ("task", "*task_struct", 64, 0));
        _ids["prototype"] = _builder.Add(new BtfFunctionPrototype(number, [new BtfParameter("ctx", IdOf("*bpf_iter__task"))]));
    }

    /// <summary>Reads and validates a module that names these types.</summary>
    public static BpfModule Parse(string text)
    {
        var types = new KernelTypes();
        string numbered = TypeName().Replace(text, match => match.Groups[1].Value + types.IdOf(match.Groups[2].Value).ToString(CultureInfo.InvariantCulture));
        BpfModule module = IrParser.Parse(numbered, types._builder);
        IrValidator.Validate(module);
        return module;
    }

    private void Declare(string name, uint size, params (string Name, string Type, uint BitOffset, byte Bits)[] members)
    {
        uint id = _ids[name] = _builder.Reserve();
        _builder.Set(id, new BtfStruct(name, size, [.. members.Select(member => new BtfMember(member.Name, IdOf(member.Type), member.BitOffset, member.Bits))]));
    }

    private uint IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out uint id))
            _ids[name] = id = _builder.Add(new BtfPointer(_ids[name[1..]]));
        return id;
    }

    [GeneratedRegex(@"(#)([a-z_]+)\b")]
    private static partial Regex TypeName();
}
