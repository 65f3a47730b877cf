using CsBpf.Compiler.CodeGeneration.Machine;

namespace CsBpf.Compiler.CodeGeneration.Selection;

/// <summary>Copies that happen at once, as those of the phis of a block, put in an order in which none overwrites what another still reads.</summary>
internal static class ParallelCopy
{
    /// <summary>Puts copies in order.</summary>
    /// <param name="copies">The destinations, each once, and their sources.</param>
    /// <param name="newRegister">Makes the register that breaks a cycle.</param>
    public static List<(Register Destination, Register Source)> Order(
        IEnumerable<(Register Destination, Register Source)> copies, Func<Register> newRegister)
    {
        Dictionary<Register, Register> pending = copies.Where(copy => copy.Destination != copy.Source)
            .ToDictionary(copy => copy.Destination, copy => copy.Source);
        List<(Register, Register)> ordered = [];
        while (pending.Count > 0)
        {
            HashSet<Register> read = [.. pending.Values];
            List<Register> free = [.. pending.Keys.Where(destination => !read.Contains(destination))];
            foreach (Register destination in free)
            {
                ordered.Add((destination, pending[destination]));
                pending.Remove(destination);
            }

            if (free.Count == 0)
            {
                Register start = pending.Keys.First();
                Register saved = newRegister();
                ordered.Add((saved, start));
                foreach (Register reader in pending.Keys.Where(destination => pending[destination] == start).ToList())
                    pending[reader] = saved;
            }
        }

        return ordered;
    }
}
