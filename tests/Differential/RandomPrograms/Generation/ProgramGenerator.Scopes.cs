namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>What is done on every way out, faults among them: <c>finally</c> and <c>using</c>.</summary>
internal sealed partial class ProgramGenerator
{
    /// <summary>A struct that changes a global where its scope ends.</summary>
    private void ScopeStruct()
    {
        Line("public struct Scope(int by) : IDisposable");
        Block(() =>
        {
            Line("private readonly int _by = by;");
            Line("public void Dispose() => G0 = unchecked((G0 * 3) + _by);");
        });
    }

    private bool _isInFinally;

    private bool Try()
    {
        if (_isInFinally || _nesting >= MaximumNesting)
            return false;
        Line("try");
        Inner();
        Line("finally");
        (bool hasGotos, int rounds, _isInFinally) = (_hasGotos, _rounds, true);
        (_hasGotos, _rounds) = (false, 0);
        if (Chance(3))
            Inner();
        else
            Nested(Change);
        (_hasGotos, _rounds, _isInFinally) = (hasGotos, rounds, false);
        return true;
    }

    private void Change()
    {
        while (!(Chance(2) ? Assignment() : Compound()))
        {
        }
    }

    private bool Using()
    {
        if (_nesting >= MaximumNesting)
            return false;
        string resource = $"new Scope({Expression(IntegerType.Int32)})";
        if (_hasGotos || Chance(2))
        {
            Line($"using ({resource})");
            Inner();
        }
        else
        {
            Inner(() => Line($"using var {NewName("u")} = {resource};"));
        }

        return true;
    }
}
