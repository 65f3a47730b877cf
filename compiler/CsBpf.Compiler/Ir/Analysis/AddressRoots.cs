namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>What an address may have been made from.</summary>
internal static class AddressRoots
{
    /// <summary>The values that an address, or one of the addresses that it may be, is or was moved from.</summary>
    public static List<Value> Of(Value address)
    {
        List<Value> roots = [];
        HashSet<Value> seen = [];
        var work = new Stack<Value>([address]);
        while (work.TryPop(out Value? value))
        {
            if (!seen.Add(value))
                continue;
            IEnumerable<Value>? sources = value.Opcode switch
            {
                Opcode.PointerAdd => [value.Arguments[0]],
                Opcode.Select => value.Arguments.Skip(1),
                Opcode.Phi => value.Arguments,
                _ => null,
            };
            if (sources is null)
                roots.Add(value);
            else
                sources.ToList().ForEach(work.Push);
        }

        return roots;
    }
}
