using System.Runtime.InteropServices;
using System.Text;
using CsBpf.Object.Btf;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Gives linked and relocated programs to the kernel.</summary>
/// <param name="spec">The object.</param>
/// <param name="btf">The object's BTF.</param>
/// <param name="kernel">The types of the running kernel and its modules.</param>
/// <param name="refusalLog">What is to be told of programs that are refused.</param>
internal sealed unsafe class ProgramLoader(BpfObjectSpec spec, ObjectBtf btf, KernelTypes kernel, VerifierLogDetail refusalLog)
{
    private const string LoopAdvice =
        " (the verifier follows a loop round by round: give the loop a bound that it can see, "
        + "or let the kernel count the rounds: build the object for Linux 5.17 or newer, or load it on 6.4 or newer)";

    private const uint Sleepable = 1 << 4;
    private const uint HasFragments = 1 << 5;

    /// <summary>Loads a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="linked">Its code, linked and relocated.</param>
    /// <param name="modules">The BTF of the modules whose functions it calls by their numbers, from 1.</param>
    /// <param name="detail">What the log of a program that is taken is to tell.</param>
    /// <exception cref="VerifierException">The verifier refused it.</exception>
    /// <exception cref="BpfException">The kernel refused it otherwise.</exception>
    public (ProgramHandle Handle, VerifierLog Log) Load(
        ProgramSpec program, LinkedProgram linked, IReadOnlyList<BtfHandle> modules, VerifierLogDetail detail)
    {
        if (program.Type == BpfProgramType.Unspecified)
        {
            string advice = $"the section '{program.SectionName}' does not say what kind of program it is";
            throw new BpfException($"load the program {program.Name}", (int)Errno.EINVAL, advice);
        }

        var target = AttachTarget.Find(program, kernel);
        byte[] instructions = linked.Encode();
        byte[] license = Encoding.UTF8.GetBytes(spec.License + '\0');
        var functions = FunctionInfo(linked);
        var lines = functions.IsEmpty ? [] : LineInfo(linked);
        using var btfLease = btf.Handle is null ? default : btf.Handle.Lease();
        using var targetLease = target.Owner is null ? default : target.Owner.Lease();
        int[] descriptors = [0, .. modules.Select(DescriptorOf)];
        fixed (byte* instructionPointer = instructions)
        fixed (byte* licensePointer = license)
        fixed (FunctionRecord* functionPointer = functions)
        fixed (LineRecord* linePointer = lines)
        fixed (int* descriptorPointer = descriptors)
        {
            var attributes = new ProgramLoadAttributes
            {
                ProgramType = (uint)program.Type,
                InstructionCount = (uint)linked.Slots.Count,
                Instructions = instructionPointer,
                License = licensePointer,
                KernelVersion = (uint)KernelVersion.Code,
                ProgramFlags = (program.IsSleepable ? Sleepable : 0) | (program.TakesFragments ? HasFragments : 0),
                Name = ObjectName.From(program.Name),
                ExpectedAttachType = target.AttachType,
                BtfDescriptor = btfLease.Descriptor,
                FunctionInfo = functionPointer,
                FunctionInfoCount = (uint)functions.Length,
                FunctionInfoRecordSize = (uint)sizeof(FunctionRecord),
                LineInfo = linePointer,
                LineInfoCount = (uint)lines.Length,
                LineInfoRecordSize = (uint)sizeof(LineRecord),
                AttachBtfId = target.BtfId,
                AttachTargetDescriptor = targetLease.Descriptor,
                Descriptors = modules.Count == 0 ? null : descriptorPointer,
            };
            return Load(program, linked, ref attributes, detail);
        }
    }

    private (ProgramHandle Handle, VerifierLog Log) Load(
        ProgramSpec program, LinkedProgram linked, ref ProgramLoadAttributes attributes, VerifierLogDetail detail)
    {
        using var log = new LogBuffer();
        uint level = detail switch
        {
            VerifierLogDetail.None => LogBuffer.LevelNone,
            VerifierLogDetail.Statistics => LogBuffer.LevelStatistics,
            _ => LogBuffer.LevelFull,
        };
        int result = log.Load(ref attributes, level);
        if (result == -(int)Errno.EPERM && MemoryLimit.TryLift())
            result = log.Load(ref attributes, level);
        uint refusalLevel = refusalLog == VerifierLogDetail.Full ? LogBuffer.LevelFailure : LogBuffer.LevelStatistics;
        if (result < 0 && level != refusalLevel)
            result = log.Load(ref attributes, refusalLevel);

        var parsed = VerifierLog.Parse(log.ToString());
        if (result < 0)
            throw Refused(program, linked, result, parsed);
        var handle = new ProgramHandle();
        handle.Take(result);
        return (handle, parsed);
    }

    private BpfException Refused(ProgramSpec program, LinkedProgram linked, int result, VerifierLog log)
    {
        if (log.Message.Length != 0 || log.Instruction is not null)
        {
            var location = log.Instruction is { } slot ? linked.LocationOf(slot) : null;
            string message = log.Instruction is { } at && linked.Unreachable.TryGetValue(at, out string? reason)
                ? $"{reason}, and the program gets there"
                : log.Message.Length != 0 ? log.Message : "no reason is given";
            if (log.IsAboutLoop)
                message += LoopAdvice;
            if (btf.Refusal is { } refusal)
                message += $" (the kernel did not take the object's BTF either: {refusal.Message})";
            return new VerifierException(program.Name, -result, message, location ?? log.Source, log.Text);
        }

        if (result == -(int)Errno.EINVAL && FeatureFloors.Explain(program.Type) is { } feature)
            return feature;
        return new Operation("load the program", program.Name, ProgramNeeds.Of(program.Type)).Failed(result, btf.Refusal?.Message);
    }

    /// <summary>The descriptor of a module's BTF, which stays open while the object is loaded.</summary>
    private static int DescriptorOf(BtfHandle module)
    {
        using var lease = module.Lease();
        return lease.Descriptor;
    }

    private ReadOnlySpan<FunctionRecord> FunctionInfo(LinkedProgram linked)
    {
        if (!btf.IsLoaded || !KernelFeatures.Has(KernelFeature.BtfFunctions) || linked.Functions.Any(entry => entry.Function.TypeId == 0))
            return [];
        return linked.Functions.Select(entry => new FunctionRecord((uint)entry.Slot, entry.Function.TypeId)).ToArray();
    }

    /// <summary>The lines of all functions; none where one has none at its start, which the kernel refuses.</summary>
    private ReadOnlySpan<LineRecord> LineInfo(LinkedProgram linked)
    {
        if (linked.Functions.Any(entry => entry.Function.Lines is not [{ Slot: 0 }, ..]))
            return [];

        var records = new List<LineRecord>();
        foreach (var (start, function) in linked.Functions)
        {
            foreach (var (slot, info) in function.Lines)
            {
                uint place = (info.Line << 10) | info.Column;
                records.Add(new LineRecord((uint)(start + slot), btf.StringOffset(info.File), btf.StringOffset(info.Text), place));
            }
        }

        return CollectionsMarshal.AsSpan(records);
    }

    /// <summary><c>struct bpf_func_info</c>.</summary>
    private readonly record struct FunctionRecord(uint Slot, uint TypeId);

    /// <summary><c>struct bpf_line_info</c>.</summary>
    private readonly record struct LineRecord(uint Slot, uint File, uint Text, uint Place);
}
