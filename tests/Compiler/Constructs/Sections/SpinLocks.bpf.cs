// csbpf build --target-kernel 6.6

namespace CsBpf.Constructs.Sections;

/// <summary>Spin locks in values of maps: around branches, loops, calls, returns and faults.</summary>
[BpfObject]
public partial class SpinLocks
{
    public struct Args
    {
        public int Left, Right, Result;
        public uint Rounds;
        public long Sum;
    }

    public struct Account
    {
        public long Balance;
        public BpfSpinLock Lock;
        public int Uses;
        public Limits Limits;
    }

    public struct Limits
    {
        public long Lowest, Highest;
    }

    public readonly BpfHashMap<int, Account> Accounts = new(16);
    public readonly BpfArrayMap<Account> Banks = new(3);

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        Accounts[1] = new Account { Balance = args.Right, Uses = 1 };
        ref Account account = ref Accounts.GetOrAdd(args.Left & 3);
        using (account.Lock.EnterScope())
        {
            account.Uses++;
            if (args.Left == 5)
                return account.Uses;
            Add(ref account, args.Right);
            for (uint round = 0; round < 5 && round < args.Rounds; round++)
                account.Balance += round * 3;
        }

        ref Account bank = ref Banks[args.Right & 3];
        using (BpfSpinLock.Scope held = bank.Lock.EnterScope())
        {
            Add(ref bank, args.Left);
            bank.Uses = args.Left / args.Right;
        }

        args.Sum = account.Balance + bank.Limits.Lowest - bank.Limits.Highest;
        long sum = 0;
        Accounts.ForEach((in int key, ref Account each) =>
        {
            using var held = each.Lock.EnterScope();
            sum += each.Balance * key;
            each.Balance = 0;
        });
        args.Result = bank.Uses + (int)sum;
        return Take(ref account.Lock, ref account.Uses);
    }

    private static void Add(ref Account account, long amount)
    {
        account.Balance += amount;
        if (account.Balance > account.Limits.Highest)
            account.Limits.Highest = account.Balance;
        if (account.Balance < account.Limits.Lowest)
            account.Limits.Lowest = account.Balance;
        account.Uses++;
    }

    private static int Take(ref BpfSpinLock taken, ref int uses)
    {
        using (taken.EnterScope())
            return uses++;
    }
}
