namespace CsBpf;

/// <summary>On a property of a class of registers: the register of an argument.</summary>
/// <param name="index">Which argument, from 0.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArgumentRegisterAttribute(int index) : Attribute
{
    /// <summary>Which argument, from 0.</summary>
    public int Index { get; } = index;
}

/// <summary>On a property of a class of registers: the register of a function's result.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResultRegisterAttribute : Attribute;

/// <summary>On a class of registers: they are where the first argument of a function leads that is called with other registers.</summary>
/// <param name="registers">The class of these.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BehindFirstArgumentAttribute(Type registers) : Attribute
{
    /// <summary>The class of the registers that the function is called with.</summary>
    public Type Registers { get; } = registers;
}
