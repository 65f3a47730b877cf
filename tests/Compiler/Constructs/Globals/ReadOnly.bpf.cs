namespace CsBpf.Constructs.Globals;

/// <summary><c>readonly</c> fields are constants of the loaded program.</summary>
[BpfObject]
public partial class ReadOnly
{
    public struct Args
    {
        public int Value, Result;
    }

    public readonly int Threshold = 1000;
    public readonly short Offset = -3;

    [Syscall]
    public int Run(ref Args args)
    {
        args.Result = args.Value > Threshold ? args.Value - Threshold : Offset;
        return 1;
    }
}
