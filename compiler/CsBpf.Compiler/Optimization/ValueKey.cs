using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization.Memory;

namespace CsBpf.Compiler.Optimization;

/// <summary>What makes two values equal: the same operation on the same arguments, and on the same memory.</summary>
internal sealed class ValueKey : IEquatable<ValueKey>
{
    private readonly (Opcode Opcode, IrType Type, long Immediate, object? Detail, int State) _operation;
    private readonly int[] _arguments;
    private readonly int _hash;

    private ValueKey((Opcode, IrType, long, object?, int) operation, int[] arguments)
    {
        _operation = operation;
        _arguments = arguments;
        var hash = new HashCode();
        hash.Add(operation);
        foreach (int argument in arguments)
            hash.Add(argument);
        _hash = hash.ToHashCode();
    }

    /// <summary>Of a value that reads a state of memory; 0 for one that reads none.</summary>
    public static ValueKey Of(Value value, int state)
    {
        int[] arguments = [.. value.Arguments.Select(argument => argument.Id)];
        if (value.Opcode.Info().IsCommutative)
            Array.Sort(arguments);
        return new((value.Opcode, value.Type, value.Immediate, value.Detail, state), arguments);
    }

    /// <summary>Of a load from a place.</summary>
    public static ValueKey OfLoad(Value load, MemoryLocation location, int state) =>
        new((Opcode.Load, load.Type, location.Offset, load.Access, state), [location.Base.Id]);

    /// <summary>Of a phi: the same arguments on the same ways.</summary>
    public static ValueKey OfPhi(Value phi, BasicBlock block)
    {
        int[] arguments = [.. phi.Arguments.Select(argument => argument.Id)];
        int[] ways = [.. phi.Incoming.Select(from => from.Id)];
        Array.Sort(ways, arguments);
        return new((Opcode.Phi, phi.Type, 0, block, 0), arguments);
    }

    /// <inheritdoc/>
    public bool Equals(ValueKey? other) => other is not null && _operation.Equals(other._operation) && _arguments.AsSpan().SequenceEqual(other._arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
