namespace CsBpf;

/// <summary>On a parameter of a program: it is the result of the function that the program is for, not one of its arguments.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ReturnValueAttribute : Attribute;
