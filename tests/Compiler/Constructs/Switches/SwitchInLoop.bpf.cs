namespace CsBpf.Constructs.Switches;

/// <summary>A state machine: a switch in a loop.</summary>
[BpfObject]
public partial class SwitchInLoop
{
    public struct Args
    {
        public uint Input;
        public int State;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int state = 0;
        for (int i = 0; i < 16; i++)
        {
            uint symbol = args.Input >> (2 * i) & 3;
            switch (state)
            {
                case 0:
                    state = symbol == 1 ? 1 : 0;
                    break;
                case 1:
                    state = symbol == 2 ? 2 : symbol == 1 ? 1 : 0;
                    break;
                default:
                    state = symbol == 3 ? 0 : 2;
                    break;
            }
        }
        args.State = state;
        return state;
    }
}
