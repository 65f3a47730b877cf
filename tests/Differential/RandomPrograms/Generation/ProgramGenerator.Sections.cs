namespace CsBpf.Differential.Tests.RandomPrograms.Generation;

/// <summary>Sections of the kernel: spin locks, RCU, preemption.</summary>
internal sealed partial class ProgramGenerator
{
    private const string Lock = "Lock0";

    private void Locks()
    {
        // A private one: user space does not see it.
        if (_target.HasSections)
            Line($"static BpfSpinLock {Lock};");
    }

    /// <summary>In a section nothing is called that stays a function, and no helper: there are assignments, and ways out.</summary>
    private bool Section()
    {
        // What the compiler adds to loops over packets leaves a section without its end.
        if (!_target.HasSections || _isInFinally || _isInSection || _isOfPacket || _tables.Count == 0)
            return false;
        Line($"using ({Pick([$"{Lock}.EnterScope()", $"{Lock}.EnterScope()", "Bpf.RcuRead()", "Bpf.DisablePreemption()"])})");
        (bool hasMaps, bool isInLambda, int calls) = (_hasMaps, _isInLambda, _calls);
        (_hasMaps, _isInLambda, _calls, _isInSection) = (false, true, int.MaxValue, true);
        Nested(() =>
        {
            for (int i = _random.Next(1, 4); i > 0; i--)
            {
                if (Chance(3))
                    Line($"if ({Expression(BoolType.Instance)})");
                Nested(Change);
            }

            if (_rounds > 0 && Chance(4))
                LoopExit();
        });
        (_hasMaps, _isInLambda, _calls, _isInSection) = (hasMaps, isInLambda, calls, false);
        return true;
    }

    private bool _isInSection;
}
