using CsBpf.Compiler.CodeGeneration.Machine;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Selection;

internal sealed partial class InstructionSelector
{
    private void SelectCall(Value call)
    {
        for (int i = 0; i < call.Arguments.Count; i++)
            MoveToCleared(Register.Argument(i), call.Arguments[i]);

        // The distance to a function is a relocation's; -1 is what loaders expect in its place.
        BpfInstruction form = call.Opcode == Opcode.CallHelper ? BpfInstruction.Call(call.Helper.Id) : BpfInstruction.CallFunction(-1);
        Append(new(form, default, default, _location)
        {
            ArgumentCount = call.Arguments.Count,
            Symbol = call.Opcode == Opcode.CallHelper ? null : call.Detail,
        });
        if (_uses.Count(call) > 0)
            Move(RegisterOf(call), Register.Result);
    }
}
