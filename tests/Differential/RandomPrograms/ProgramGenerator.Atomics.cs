namespace CsBpf.Differential.Tests.RandomPrograms;

internal sealed partial class ProgramGenerator
{
    private static readonly Variable[] Globals =
        [new("GlobalInt", "int"), new("GlobalUInt", "uint"), new("GlobalLong", "long"), new("GlobalULong", "ulong")];

    /// <summary>
    /// Changes a global or a local in one step, or reads or writes it as written; not the context, which has no atomic operations, nor
    /// what a parameter may refer to. Before v3 there are additions alone, and nobody learns the sum.
    /// </summary>
    private void Atomic()
    {
        Variable[] locals = [.. _scope.Where(variable => variable.IsWritable && variable.Name[0] is 'v' or 's')];
        Variable[] targets = [.. locals.Where(local => Globals.Any(global => global.Type == local.Type)), .. Globals, .. Globals];
        Variable target = Pick(targets);
        string type = target.Type;
        switch (_random.Next(_fetches ? 8 : 4))
        {
            case 0:
                Line($"Volatile.Write(ref {target.Name}, {Expression(type)});");
                break;
            case 1:
                DeclareResult(type, $"Volatile.Read(ref {target.Name})");
                break;
            case 2 or 3:
                Line($"{Sum(target)};");
                break;
            case 4:
                DeclareResult(type, Sum(target));
                break;
            case 5:
                Line($"Interlocked.{Pick(["And", "Or", "Exchange"])}(ref {target.Name}, {Expression(type)});");
                break;
            case 6:
                DeclareResult(type, $"Interlocked.{Pick(["And", "Or", "Exchange"])}(ref {target.Name}, {Expression(type)})");
                break;
            default:
                string comparand = _random.Next(2) == 0 ? target.Name : Expression(type);
                DeclareResult(type, $"Interlocked.CompareExchange(ref {target.Name}, {Expression(type)}, {comparand})");
                break;
        }
    }

    private string Sum(Variable target) => _random.Next(3) switch
    {
        0 => $"Interlocked.Increment(ref {target.Name})",
        1 => $"Interlocked.Decrement(ref {target.Name})",
        _ => $"Interlocked.Add(ref {target.Name}, {Expression(target.Type)})",
    };

    private void DeclareResult(string type, string expression)
    {
        var local = new Variable($"v{_names++}", type);
        Line($"{type} {local.Name} = {expression};");
        _scope.Add(local);
    }
}
