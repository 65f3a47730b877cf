using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>What the verifier asks of the signature of a function that it checks on its own: all that it knows is in the types.</summary>
internal static class GlobalFunctionRules
{
    /// <summary>Why a method can't be such a function; null where it can.</summary>
    /// <param name="method">The method.</param>
    /// <param name="result">What it returns.</param>
    /// <param name="parameters">What it takes, with the struct that it is called on and the variables that it captures.</param>
    /// <param name="count">The number of its parameters in the machine.</param>
    public static string? FindProblem(IMethodSymbol method, TypeShape result, IEnumerable<(string Name, TypeShape Shape)> parameters, int count)
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || (result.Kind != ShapeKind.Void && !IsPlain(result)))
            return "it returns an address";
        foreach ((string name, TypeShape shape) in parameters)
        {
            if (!IsPlain(shape) && shape.Type.GetProgramContext() is null)
                return $"'{name}' holds an address, of which the types don't say where it leads";
        }

        // What tells of a fault, and the result: 64 bits don't hold both.
        int room = result.IrType == IrType.I64 ? Function.MaxParameters - 1 : Function.MaxParameters;
        return count > room ? $"it has {count} parameters with the struct that it is called on and the memory for its result; there is room for {room}" : null;
    }

    private static bool IsPlain(TypeShape shape) => shape.Kind is ShapeKind.Integer or ShapeKind.Boolean
        || (shape is { IsAggregate: true, HoldsKernelField: false } && shape.Layout!.Fields.All(field => IsPlain(field.Shape)));
}
