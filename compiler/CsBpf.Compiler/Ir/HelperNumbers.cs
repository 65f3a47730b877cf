namespace CsBpf.Compiler.Ir;

/// <summary>
/// The numbers, in <c>enum bpf_func_id</c>, of the kernel helpers that the compiler calls by itself: those that a program names come with their
/// methods' attributes.
/// </summary>
internal static class HelperNumbers
{
    public const int MapLookupElement = 1;
    public const int MapUpdateElement = 2;
    public const int MapDeleteElement = 3;
    public const int TracePrintk = 6;
    public const int TailCall = 12;
    public const int ProbeReadKernel = 113;
    public const int SeqPrintf = 126;
    public const int SeqWrite = 127;
    public const int RingBufferReserve = 131;
    public const int RingBufferSubmit = 132;
    public const int RingBufferDiscard = 133;
    public const int TaskStorageGet = 156;
    public const int GetCurrentTaskBtf = 158;
    public const int ForEachMapElement = 164;
    public const int TimerInit = 169;
    public const int TimerSetCallback = 170;
    public const int TimerStart = 171;
    public const int TimerCancel = 172;
    public const int TraceVprintk = 177;
    public const int Loop = 181;
}
