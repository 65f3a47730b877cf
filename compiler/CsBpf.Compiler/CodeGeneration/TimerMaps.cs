using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration;

/// <summary>Checks that a timer is started with the map whose value it is in, as the verifier does.</summary>
internal sealed class TimerMaps
{
    private readonly ILookup<Function, Value> _callers;
    private readonly HashSet<Value> _visited = [];

    private TimerMaps(List<(Function Function, Value Value)> calls) => _callers = calls
        .SelectMany(call => call.Value.Arguments.Where(argument => argument.Opcode == Opcode.FunctionAddress), (call, address) => (address.Callee, call.Value))
        .ToLookup(use => use.Callee, use => use.Value);

    /// <summary>Checks the functions of a module.</summary>
    /// <exception cref="CodeGenerationException">A timer is started with another map.</exception>
    public static void Check(BpfModule module)
    {
        List<(Function Function, Value Value)> calls =
        [
            .. from function in module.Functions
               from block in function.Blocks
               from value in block.Values
               where value.Opcode == Opcode.CallHelper
               select (function, value),
        ];
        foreach ((Function function, Value call) in calls.Where(call => call.Value.Helper.Id == HelperNumbers.TimerInit))
        {
            MapDefinition named = call.Arguments[1].Map;
            if (new TimerMaps(calls).Of(function, call.Arguments[0]).FirstOrDefault(map => map != named) is { } other)
            {
                throw new CodeGenerationException(
                    CodeGenerationError.TimerMap,
                    function,
                    $"A timer in a value of '{other.Name}' is started with '{named.Name}'.",
                    location: call.Location);
            }
        }
    }

    /// <summary>The maps whose values an address may be in, as far as that can be told.</summary>
    private IEnumerable<MapDefinition> Of(Function function, Value address)
    {
        if (!_visited.Add(address))
            return [];
        return address.Opcode switch
        {
            Opcode.PointerAdd => Of(function, address.Arguments[0]),
            Opcode.Phi => address.Arguments.SelectMany(argument => Of(function, argument)),
            Opcode.Select => address.Arguments.Skip(1).SelectMany(argument => Of(function, argument)),
            Opcode.CallHelper when address is { Helper.Id: HelperNumbers.MapLookupElement, Arguments: [{ Opcode: Opcode.MapAddress, Map: var map }, ..] } => [map],
            Opcode.Parameter when function.Callback is not null => _callers[function].SelectMany(call => call.Helper.Id switch
            {
                HelperNumbers.ForEachMapElement when call.Arguments[0].Opcode == Opcode.MapAddress => [call.Arguments[0].Map],
                HelperNumbers.TimerSetCallback => Of(function, call.Arguments[0]),
                _ => Enumerable.Empty<MapDefinition>(),
            }),
            _ => [],
        };
    }
}
