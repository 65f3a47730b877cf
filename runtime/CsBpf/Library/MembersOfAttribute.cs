using System;

namespace CsBpf;

/// <summary>
/// Marks a class whose methods say in C# what members of a type of .NET do, which programs could not call without their source: each has the name of
/// the member and its parameters, and before them what it is called on. A constructor is <c>Create</c>, an operator has the name of its method.
/// </summary>
/// <param name="type">The type of .NET.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MembersOfAttribute(Type type) : Attribute
{
    /// <summary>The type of .NET.</summary>
    public Type Type { get; } = type;
}
