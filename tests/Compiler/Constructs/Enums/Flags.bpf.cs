namespace CsBpf.Constructs.Enums;

/// <summary>Flags: set, cleared, tested.</summary>
[BpfObject]
public partial class Flags
{
    public struct Args
    {
        public Access Access;
        public bool CanWrite;
        public Access Without, With;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.CanWrite = (args.Access & Access.Write) != 0;
        args.Without = args.Access & ~Access.Write;
        args.With = args.Access | Access.Execute | Access.Read;
        return (args.Access & Access.Read) == Access.Read ? 1 : 2;
    }

    [System.Flags]
    public enum Access : uint
    {
        None = 0,
        Read = 1,
        Write = 2,
        Execute = 0x8000_0000,
    }
}
