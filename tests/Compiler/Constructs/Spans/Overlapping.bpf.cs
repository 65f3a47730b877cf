using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Spans;

/// <summary>What is copied over itself arrives as it was, also where source and target are known by different addresses.</summary>
[BpfObject]
public partial class Overlapping
{
    [InlineArray(6)]
    public struct Row
    {
        private ushort _first;
    }

    public struct Wide
    {
        public ulong First, Second;
    }

    [StructLayout(LayoutKind.Explicit)]
    public struct Union
    {
        [FieldOffset(0)]
        public Row Early;

        [FieldOffset(4)]
        public Row Late;

        [FieldOffset(0)]
        public Wide EarlyWide;

        [FieldOffset(8)]
        public Wide LateWide;
    }

    public struct Args
    {
        public Union Union;
        public int Choice, Start, Count;
    }

    private readonly BpfArrayMap<Union> _unions = new(maxEntries: 2);

    [Syscall(OnFault = -3)]
    public int Run(ref Args args)
    {
        int count = args.Count & 7;
        switch (args.Choice & 7)
        {
            case 0:
                ((Span<ushort>)args.Union.Early)[..count].CopyTo(args.Union.Late);
                break;
            case 1:
                ((Span<ushort>)args.Union.Late)[..count].CopyTo(args.Union.Early);
                break;
            case 2:
                Span<ushort> chosen = args.Start > 2 ? (Span<ushort>)args.Union.Late : (Span<ushort>)args.Union.Early;
                chosen[..count].CopyTo(((Span<ushort>)args.Union.Late)[(args.Start & 1)..]);
                break;
            case 3:
                args.Union.LateWide = args.Union.EarlyWide;
                break;
            case 4:
                args.Union.EarlyWide = args.Union.LateWide;
                break;
            case 5:
                // The same entry, found twice.
                ref Union one = ref _unions[args.Start & 1];
                one = args.Union;
                ref Union other = ref _unions[args.Count & 1];
                ((Span<ushort>)one.Early)[1..].CopyTo(other.Late);
                args.Union = other;
                break;
            case 6:
                // Two references say nothing of where they lead.
                Move(ref args.Union.EarlyWide, ref args.Union.LateWide, args.Start);
                break;
            default:
                ((Span<ushort>)args.Union.Late)[..count].CopyTo(((Span<ushort>)args.Union.Early)[(args.Start & 3)..]);
                break;
        }

        return args.Union.Late[5];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Move(ref Wide early, ref Wide late, int start)
    {
        if (start > 1)
            late = early;
        else
            new Span<Wide>(ref early).CopyTo(new Span<Wide>(ref late));
    }
}
