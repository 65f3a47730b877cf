using System.Globalization;
using System.Text;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>
/// Writes what tracepoints pass to programs: the kernel has a <c>typedef void (*btf_trace_NAME)(void *, …)</c> for each, which is a delegate in
/// C#. Its first argument is not for programs.
/// </summary>
internal sealed class TracepointWriter(BtfTypes btf, KernelTypes types, StringBuilder output)
{
    private const string Prefix = "btf_trace_";

    private readonly ArgumentTypes _argumentTypes = new(types);

    /// <summary>Writes the delegates, by name.</summary>
    public void Write()
    {
        IEnumerable<(string Name, BtfFunctionPrototype Prototype)> tracepoints = btf.All()
            .Where(entry => entry.Type is BtfTypedef && entry.Type.Name.StartsWith(Prefix, StringComparison.Ordinal) && CSharpName.IsValid(entry.Type.Name))
            .Select(entry => (entry.Type.Name, Prototype: PrototypeOf((BtfTypedef)entry.Type)!))
            .Where(tracepoint => tracepoint.Prototype is { Parameters.Length: > 0 })
            .OrderBy(tracepoint => tracepoint.Name, StringComparer.Ordinal)
            .DistinctBy(tracepoint => tracepoint.Name);
        foreach ((string name, BtfFunctionPrototype prototype) in tracepoints)
        {
            IEnumerable<string> parameters = prototype.Parameters.Skip(1)
                .Select((parameter, index) => string.Create(CultureInfo.InvariantCulture, $"{_argumentTypes.Of(parameter.Type)} argument{index + 1}"));
            output.Append("public delegate void ").Append(name).Append('(').AppendJoin(", ", parameters).Append(");\n");
        }
    }

    private BtfFunctionPrototype? PrototypeOf(BtfTypedef typedef) =>
        types.Bare(typedef.Target).Type is BtfPointer pointer ? types.Bare(pointer.Target).Type as BtfFunctionPrototype : null;
}
