namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Local functions: static ones, and those that use the variables around them.</summary>
internal sealed partial class ProgramGenerator
{
    private const string LocalPrefix = "Local";

    private bool LocalFunction()
    {
        if (_isInLambda || _tables.Count == 0 || _nesting >= MaximumNesting)
            return false;
        bool isStatic = Chance(3);
        Parameter[] parameters = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => NewParameter(NewName("p")))];
        var function = new Callee(NewName(LocalPrefix), AnyType(), parameters);
        Line($"{(isStatic ? "static " : "")}{Declaration(function)}");
        Callee[] known = [.. _functions];
        if (isStatic)
            _functions.RemoveAll(other => other.Name.StartsWith(LocalPrefix, StringComparison.Ordinal));
        InFunction(isStatic ? [] : [.. _scope.Where(CanBeCaptured)], () => FunctionBody(function), _hasMaps && !isStatic);
        _functions.Clear();
        _functions.AddRange(known);
        // Only now: it does not call itself.
        _functions.Add(function);
        return true;
    }

    /// <summary>Local functions are known in their block alone.</summary>
    private void ForgetFunctions(int known) => _functions.RemoveRange(known, _functions.Count - known);
}
