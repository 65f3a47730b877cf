using System.Globalization;
using System.Text;
using CsBpf.Object.Btf;

namespace CsBpf.Vmlinux;

/// <summary>
/// Writes the prototypes of the kernel's functions: each is a method of the class <c>Functions</c> that nobody implements. Its parameters are the
/// arguments that lie in registers, a parameter for each. Where files of the kernel have different functions of one name, it has overloads.
/// </summary>
internal sealed class FunctionWriter(BtfTypes btf, KernelTypes types, StringBuilder output)
{
    private readonly ArgumentTypes _argumentTypes = new(types);

    /// <summary>Writes the class, its methods by name.</summary>
    public void Write()
    {
        IEnumerable<(string Name, BtfFunctionPrototype Prototype)> functions = btf.All()
            .Select(entry => entry.Type)
            .OfType<BtfFunction>()
            .Where(function => CSharpName.IsValid(function.Name) && btf[function.Prototype] is BtfFunctionPrototype)
            .Select(function => (function.Name, (BtfFunctionPrototype)btf[function.Prototype]))
            .OrderBy(function => function.Name, StringComparer.Ordinal);
        var written = new HashSet<string>(StringComparer.Ordinal);
        output.Append("public abstract class Functions\n{\n    private Functions() { }\n");
        foreach ((string name, BtfFunctionPrototype prototype) in functions)
        {
            if (_argumentTypes.RegistersOf(prototype.Return) is not { } results)
                continue;
            List<(string Type, string Name)> parameters = ParametersOf(prototype);
            if (!written.Add($"{name}({string.Join(',', parameters.Select(parameter => parameter.Type))})"))
                continue;
            output.Append("    public abstract ").Append(results == 0 ? "void" : _argumentTypes.Of(prototype.Return))
                .Append(' ').Append(CSharpName.Escape(name))
                .Append('(').AppendJoin(", ", parameters.Select(parameter => $"{parameter.Type} {parameter.Name}")).Append(");\n");
        }

        output.Append("}\n");
    }

    private List<(string Type, string Name)> ParametersOf(BtfFunctionPrototype prototype)
    {
        var parameters = new List<(string Type, string Name)>();
        foreach (BtfParameter parameter in prototype.Parameters)
        {
            // Behind what lies on the stack, and what is there in some calls only, it is not known which register is next.
            if (_argumentTypes.RegistersOf(parameter.Type) is not { } registers || registers == 0)
                break;
            string type = _argumentTypes.Of(parameter.Type);
            for (int register = 0; register < registers; register++)
                parameters.Add((type, NameOf(parameter, parameters)));
        }

        return parameters;
    }

    private static string NameOf(BtfParameter parameter, List<(string Type, string Name)> others)
    {
        string name = CSharpName.IsValid(parameter.Name) ? CSharpName.Escape(parameter.Name) : "argument";
        return others.Any(other => other.Name == name) || name == "argument"
            ? string.Create(CultureInfo.InvariantCulture, $"{name}{others.Count + 1}")
            : name;
    }
}
