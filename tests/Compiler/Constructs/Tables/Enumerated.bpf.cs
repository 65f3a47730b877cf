namespace CsBpf.Constructs.Tables;

/// <summary><c>foreach</c> over tables: in one another, with ways out, with conversions.</summary>
[BpfObject]
public partial class Enumerated
{
    private static readonly ushort[] Ports = [22, 80, 443, 8080];
    private static readonly Rule[] Rules = [new() { First = 1, Last = 10, Weight = -3 }, new() { First = 5, Last = 500, Weight = 7 }];

    public struct Rule
    {
        public int First, Last;
        public sbyte Weight;
    }

    public struct Args
    {
        public int Port, Sum, Found;
        public long Weight;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int number = args.Port & 511;
        foreach (long port in Ports)
        {
            if (port == number)
                continue;
            args.Sum += (int)port;
            if (args.Sum > 500 + number)
                break;
        }

        foreach (Rule rule in Rules)
        {
            foreach (ushort port in Ports)
            {
                if (rule.First <= number && number <= rule.Last)
                    args.Weight += rule.Weight * port;
            }
        }

        foreach (ushort port in Ports)
        {
            if (port > number)
                return port;
        }

        return -1;
    }
}
