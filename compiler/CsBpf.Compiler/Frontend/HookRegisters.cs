using System.Collections.Immutable;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>The registers in the context of a program, as a class says where arguments and the result are.</summary>
/// <param name="registers">The class.</param>
internal sealed class HookRegisters(INamedTypeSymbol registers)
{
    private readonly INamedTypeSymbol? _outer = registers.GetRegistersBefore();
    private readonly ImmutableArray<IPropertySymbol> _properties = [.. registers.GetMembers().OfType<IPropertySymbol>()];

    /// <summary>The class of the registers that the program is called with.</summary>
    public INamedTypeSymbol Context => _outer ?? registers;

    /// <summary>True where the registers are those of user space, which the function's first argument leads to.</summary>
    public bool IsBehindFirstArgument => _outer is not null;

    /// <summary>How many arguments are in registers.</summary>
    public int ArgumentCount => _properties.Count(property => property.GetArgumentRegister() is not null);

    /// <summary>True where the registers have an argument, or with null the result.</summary>
    public bool Has(int? argument) => Find(argument) is not null;

    /// <summary>Reads an argument, or with null the result.</summary>
    /// <param name="lowering">The program's method.</param>
    /// <param name="context">The address of the context.</param>
    /// <param name="argument">Which argument.</param>
    public Value Load(MethodLowering lowering, Value context, int? argument)
    {
        if (_outer is not null)
            context = lowering.Builder.Emit(Opcode.Reinterpret, IrType.KernelPointer, new HookRegisters(_outer).Load(lowering, context, 0));
        IPropertySymbol property = Find(argument)!;
        return lowering.Kernel.Load(lowering.Kernel.Follow(context, [new KernelStep(registers, property)], lowering.Context.Shapes[property.Type]));
    }

    private IPropertySymbol? Find(int? argument) =>
        _properties.FirstOrDefault(property => argument is { } index ? property.GetArgumentRegister() == index : property.IsResultRegister());
}
