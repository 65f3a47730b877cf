using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Lowering;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>Compiles a program: takes the parameters of its method from the context, then runs the body.</summary>
/// <param name="context">The module.</param>
/// <param name="program">The program.</param>
internal sealed class ProgramBuilder(ModuleContext context, ProgramMethod program)
{
    private const string ContextName = "ctx";

    private readonly IMethodSymbol _method = program.Method;

    private Location Location => _method.Locations[0];

    /// <summary>Compiles it into the module; what can't be compiled is said.</summary>
    public void Build()
    {
        if (!CheckShape() || context.ShapeOf(_method.ReturnType, Location) is not { } result || !CheckResult(result) || !CheckFaultValue())
            return;
        if (program.IsIterator)
            BuildIterator(result);
        else if (program.Hook is { } hook)
            BuildForHook(result, new HookParameters(context, program, hook));
        else if (program.RecordType is { } record)
            BuildWithRecord(result, record);
        else if (program.Context is { } contextClass)
            BuildWithContext(result, contextClass);
        else
            BuildSyscall(result);
    }

    private bool CheckShape()
    {
        if (ProgramMethod.ProgramAttributes(_method).Count() > 1)
            return Refuse(ProgramDiagnostics.SeveralAttributes, _method.Name);
        string? problem = _method switch
        {
            { IsGenericMethod: true } => "generic",
            { IsAsync: true } => "async",
            { IsAbstract: true } => "abstract",
            { IsExtern: true } => "extern",
            { IsVirtual: true } or { IsOverride: true } => "virtual",
            { IsPartialDefinition: true, PartialImplementationPart: null } => "partial without a body",
            { MethodKind: not MethodKind.Ordinary } => "not an ordinary method",
            _ => null,
        };
        return problem is null || Refuse(ProgramDiagnostics.ProgramShape, _method.Name, problem);
    }

    // Of nothing the kernel would see a 0, which among verdicts is one like the others: mostly the one that stops everything.
    private bool CheckResult(TypeShape result)
    {
        bool isTaken = result.Kind == ShapeKind.Void
            ? program.Verdict is null
            : result is { Kind: ShapeKind.Integer, Bits: 32 } && !_method.ReturnsByRef && !_method.ReturnsByRefReadonly;
        if (isTaken || result.Kind == ShapeKind.Unsupported)
            return isTaken;
        string? verdict = program.Verdict?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        (string taken, string returned) = verdict is not null ? ($"'{verdict}'", $"'{verdict}'") : ("an int", "int or void");
        return Refuse(ProgramDiagnostics.ReturnType, _method.Name, _method.ReturnType.ToDisplayString(), taken, returned);
    }

    private bool CheckFaultValue() =>
        program.Results is not { } results || results.Contains(program.FaultValue)
        || Refuse(ProgramDiagnostics.Result, program.FaultValue, results);

    private bool Refuse(DiagnosticDescriptor descriptor, params object?[] arguments)
    {
        context.Sink.Report(descriptor, Location, arguments);
        return false;
    }

    private void BuildIterator(TypeShape result)
    {
        if (program.Iterator is not { } iterator)
        {
            Refuse(ProgramDiagnostics.NoTarget, _method.Name);
            return;
        }

        context.KernelFunctions.CheckSince($"iter/{iterator.Target}", iterator.Since, Location);
        var parameters = new List<(IParameterSymbol, IteratorParameter)>();
        foreach (IParameterSymbol parameter in _method.Parameters)
        {
            if (parameter.RefKind == RefKind.None && IteratorParameters.Find(iterator.Context, parameter) is { } found && CanTake(parameter, found))
                parameters.Add((parameter, found));
            else
                context.Sink.Report(ProgramDiagnostics.UnknownParameter, parameter.Locations[0], parameter.Name, parameter.Type.ToDisplayString(), iterator.Target);
        }

        if (parameters.Count < _method.Parameters.Length)
            return;
        Lower(result, IrType.KernelPointer, context.KernelTypes[iterator.Context], lowering => TakeParameters(lowering, parameters));
    }

    private bool CanTake(IParameterSymbol parameter, IteratorParameter found) =>
        !found.IsBehindAddress || context.SharedShapeOf(parameter.Type, parameter.Locations[0]).Kind != ShapeKind.Unsupported;

    private void BuildWithContext(TypeShape result, INamedTypeSymbol contextClass)
    {
        string name = contextClass.GetProgramContext() ?? contextClass.GetKernelType().Name;
        uint type = context.Types.Types.Add(new BtfForward(name, IsUnion: false));
        switch (_method.Parameters)
        {
            case []:
                Lower(result, IrType.Pointer, type, _ => { });
                break;
            case [{ RefKind: RefKind.None } parameter] when SymbolEqualityComparer.Default.Equals(parameter.Type, contextClass):
                if (contextClass.IsKernelClass())
                    LowerWithObject(result, parameter);
                else
                    Lower(result, IrType.Pointer, type, lowering => lowering.Variables.Declare(parameter, ContextOf(lowering)));
                break;
            default:
                Refuse(ProgramDiagnostics.ContextClass, _method.Name, contextClass.Name);
                break;
        }
    }

    private void BuildWithRecord(TypeShape result, string recordType)
    {
        switch (_method.Parameters)
        {
            case [] when TracepointRecords.HasGroup(program):
                Lower(result, IrType.Pointer, context.Types[SpecialType.System_UInt64], _ => { });
                break;
            case [{ RefKind: RefKind.None } parameter] when TracepointRecords.Fits(context, program, recordType, parameter.Type):
                LowerWithObject(result, parameter);
                break;
            default:
                Refuse(ProgramDiagnostics.TracepointRecord, _method.Name, program.TargetName, TracepointRecords.Expected(context, program, recordType));
                break;
        }
    }

    // The context is a kernel object: its members are where the running kernel says.
    private void LowerWithObject(TypeShape result, IParameterSymbol parameter) => Lower(
        result,
        IrType.KernelPointer,
        context.KernelTypes[(INamedTypeSymbol)parameter.Type],
        lowering => lowering.Variables.Declare(parameter, ContextOf(lowering)));

    private void BuildForHook(TypeShape result, HookParameters parameters)
    {
        if (parameters.Check())
            Lower(result, parameters.ContextType, parameters.ContextBtf, lowering => TakeArguments(lowering, parameters));
    }

    private void BuildSyscall(TypeShape result)
    {
        switch (_method.Parameters)
        {
            case []:
                Lower(result, IrType.Pointer, 0, _ => { });
                break;
            case [{ RefKind: RefKind.Ref } parameter]:
                TypeShape shape = context.SharedShapeOf(parameter.Type, parameter.Locations[0]);
                if (shape.IsAggregate)
                    Lower(result, IrType.Pointer, context.Types[parameter.Type], lowering => lowering.Variables.Declare(parameter, ContextOf(lowering)));
                else if (shape.Kind != ShapeKind.Unsupported)
                    Refuse(ProgramDiagnostics.ContextParameter, _method.Name);
                break;
            default:
                Refuse(ProgramDiagnostics.ContextParameter, _method.Name);
                break;
        }
    }

    private void Lower(TypeShape result, IrType contextType, uint contextBtf, Action<MethodLowering> prologue)
    {
        if (context.Bodies.Find(_method) is not { } body)
            return;
        uint prototype = context.Types.Prototype(context.Types[SpecialType.System_Int32], [new BtfParameter(ContextName, context.Types.Pointer(contextBtf))]);
        var function = new Function(program.Name, prototype, [contextType], program.HasWideResult ? IrType.I64 : IrType.I32)
        {
            Program = new ProgramInfo(program.Section!, program.FaultValue),
            Location = SourceLocations.Of(Location),
        };
        context.Module.Functions.Add(function);
        var lowering = new MethodLowering(context, new MethodInstance(_method, TypeArguments.None), function, result, body)
        {
            KernelResults = program.Results,
        };
        lowering.Builder.Location = SourceLocations.Of(Location);
        lowering.Builder.Start(lowering.Builder.NewBlock());
        prologue(lowering);
        lowering.LowerBody();
        if (program.HasWideResult)
            WidenResults(function);
    }

    private static void WidenResults(Function function)
    {
        foreach (BasicBlock block in function.Blocks.Where(block => block is { Terminator: TerminatorKind.Return, Control.Type: IrType.I32 }))
            block.Control = block.Append(function.NewValue(Opcode.SignExtend, IrType.I64, block.TerminatorLocation, [block.Control!], 32));
    }

    private void TakeParameters(MethodLowering lowering, List<(IParameterSymbol, IteratorParameter)> parameters)
    {
        InstructionBuilder builder = lowering.Builder;
        Value contextAddress = ContextOf(lowering);
        foreach ((IParameterSymbol parameter, IteratorParameter found) in parameters)
        {
            builder.Location = SourceLocations.Of(parameter.Locations[0]);
            TypeShape shape = context.Shapes[parameter.Type];
            Value value = lowering.Kernel.Load(lowering.Kernel.Follow(contextAddress, found.Steps, found.IsBehindAddress ? context.Shapes.Int64 : shape));
            if (found.IsBehindAddress)
            {
                ReturnWithoutObject(builder, value);
                value = TakeCopy(lowering, parameter, value);
            }

            lowering.Variables.Declare(parameter, value);
            if (found.MayBeMissing && parameter.NullableAnnotation != NullableAnnotation.Annotated)
                ReturnWithoutObject(builder, value);
        }
    }

    // The kernel's memory is not the parameter's, which C# may change.
    private Value TakeCopy(MethodLowering lowering, IParameterSymbol parameter, Value address)
    {
        TypeShape shape = context.Shapes[parameter.Type];
        var source = new MemoryPlace(lowering.Builder.Emit(Opcode.Reinterpret, IrType.Pointer, address), 0, shape);
        if (!shape.IsAggregate)
            return lowering.Operands.ReadMemory(source);
        MemoryPlace copy = lowering.Variables.NewTemporary(parameter.Name, shape);
        lowering.Operands.CopyMemory(copy, source);
        return copy.Address;
    }

    private void TakeArguments(MethodLowering lowering, HookParameters parameters)
    {
        InstructionBuilder builder = lowering.Builder;
        Value contextAddress = ContextOf(lowering);
        foreach (IParameterSymbol parameter in _method.Parameters)
        {
            builder.Location = SourceLocations.Of(parameter.Locations[0]);
            Value value = parameters.Load(lowering, contextAddress, parameter);
            lowering.Variables.Declare(parameter, value);
            if (parameter.Type.IsKernelClass() && parameter.NullableAnnotation != NullableAnnotation.Annotated)
                ReturnWithoutObject(builder, value);
        }
    }

    private static void ReturnWithoutObject(InstructionBuilder builder, Value value)
    {
        BasicBlock missing = builder.NewBlock();
        BasicBlock next = builder.NewBlock();
        builder.Branch(builder.IsZero(value), missing, next);
        builder.Start(missing);
        builder.Return(builder.Constant(IrType.I32, 0));
        builder.Start(next);
    }

    private static Value ContextOf(MethodLowering lowering) =>
        lowering.Builder.Emit(Opcode.Parameter, lowering.Builder.Function.ParameterTypes[0], 0, null);
}
