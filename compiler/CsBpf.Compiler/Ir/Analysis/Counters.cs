namespace CsBpf.Compiler.Ir.Analysis;

/// <summary>What counts the rounds of a loop: a phi that comes around with a constant added, and that sum.</summary>
internal static class Counters
{
    /// <summary>Whether a value counts.</summary>
    public static bool IsCounter(Value value)
    {
        Value phi = IsStep(value) ? value.Arguments[0] : value;
        return phi.Opcode == Opcode.Phi && phi.Arguments.Exists(argument => IsStepOf(argument, phi));
    }

    private static bool IsStep(Value value) => value is { Opcode: Opcode.Add, Arguments: [{ Opcode: Opcode.Phi }, { IsConstant: true }] };

    private static bool IsStepOf(Value value, Value phi)
    {
        while (value.Opcode is Opcode.SignExtend or Opcode.ZeroExtend or Opcode.Reinterpret)
            value = value.Arguments[0];
        return IsStep(value) && value.Arguments[0] == phi;
    }
}
