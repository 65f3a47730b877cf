using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles calls: finds what a method is bound to, and calls those that have a body.</summary>
/// <param name="method">The method.</param>
internal sealed class CallLowering(MethodLowering method)
{
    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a call.</summary>
    public Operand Lower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (IsLeftOut(operation, target))
            return NothingOperand.Instance;
        if (target.MethodKind == MethodKind.DelegateInvoke)
            return method.Delegates.LowerCall(operation);
        if (target.GetMapOperation() is { } mapOperation)
            return method.Maps.LowerCall(operation, mapOperation);
        if (target.GetTimerOperation() is { } timerOperation)
            return method.Timers.LowerCall(operation, timerOperation);
        if (target.GetHelper() is { } helper)
            return method.KernelCalls.LowerHelper(operation, target, helper, operation.Arguments, operation.Instance);
        if (target.GetKfunc() is { } kfunc)
            return method.KernelCalls.LowerKfunc(operation, target, kfunc);
        if (target.GetCoreQuery() is { } query)
            return method.CoreQueries.Lower(operation, query);
        if (target.GetFormatSink() is { } sink)
            return method.Formats.Lower(operation, sink);
        if (method.Utf8.TryLower(operation) is { } written)
            return written;
        if (target.ContainingType.IsFormatText())
            return method.Formats.LowerAppend(operation);
        if (target.GetKernelOperation() is { } kernelOperation)
            return method.Kernel.LowerOperation(kernelOperation, operation, operation.Instance, [.. operation.Arguments.Select(argument => argument.Value)]);
        if (method.Comparisons.TryLower(operation) is { } comparison)
            return comparison;
        if (target.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return method.Nullables.LowerCall(operation);
        if (SpanShapes.IsSpan(target.ContainingType) || SpanShapes.IsSpan(target.ContainingType.ContainingType))
            return method.Spans.LowerCall(operation);
        if (IndexLowering.IsMember(target))
            return method.Indexes.LowerCall(operation);
        return method.Enumerations.TryLower(operation)
            ?? method.Framework.TryLower(operation)
            ?? method.Guards.TryLower(operation)
            ?? method.Atomics.TryLower(operation)
            ?? method.SpanAlgorithms.TryLower(operation)
            ?? method.Texts.TryLower(operation)
            ?? method.Tables.TryLowerAsSpan(operation)
            ?? method.PointerMethods.TryLower(operation)
            ?? method.Memory.TryLower(operation)
            ?? LowerOwn(operation, target);
    }

    /// <summary>The arguments of a call, computed in the order of the C#, in the order of the parameters.</summary>
    public Operand[] LowerArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        var operands = new Operand[arguments.Length];
        Array.Fill(operands, NothingOperand.Instance);
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < operands.Length)
                operands[parameter.Ordinal] = LowerArgument(argument, parameter);
        }

        return operands;
    }

    /// <summary>Calls a method that has a body.</summary>
    /// <param name="operation">Where it is called.</param>
    /// <param name="target">The method; null for an accessor that is not there.</param>
    /// <param name="receiver">The struct that it is called on; null for none.</param>
    /// <param name="arguments">The arguments, in the order of the parameters.</param>
    public Operand Call(IOperation operation, IMethodSymbol? target, MemoryPlace? receiver, Operand[] arguments)
    {
        if (target is null)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "This use of the property");
        if (method.Context.Library.Find(target, method.Context.TypeArguments) is { } own)
            return CallLibrary(operation, target, own, receiver, arguments);
        MethodInstance instance = MethodInstance.Of(target, method.Context.TypeArguments);
        if (target.ContainingType.TypeKind == TypeKind.Interface && receiver is not null)
        {
            instance = instance with { Implementer = receiver.Shape.Type };
            if (!method.Constrained.IsBoxed(receiver))
                receiver = method.Operands.Materialize(method.Operands.Copy(receiver, operation), operation);
        }

        return method.Known.Capture(operation, instance) is { } callee ? Call(operation, callee, receiver, arguments) : NothingOperand.Instance;
    }

    // What takes the place of a member of .NET takes what that is called on as the first parameter, and returns what a constructor makes.
    private Operand CallLibrary(IOperation operation, IMethodSymbol target, IMethodSymbol own, MemoryPlace? receiver, Operand[] arguments)
    {
        bool isConstructor = target.MethodKind == MethodKind.Constructor;
        Operand[] passed = receiver is null || isConstructor ? arguments : [receiver, .. arguments];
        Operand result = Call(operation, own, null, passed[..own.Parameters.Length]);
        if (!isConstructor || receiver is null)
            return result;
        method.Operands.Write(receiver, result, operation);
        return NothingOperand.Instance;
    }

    /// <summary>Calls an instance of a method; what is known among the arguments makes another one of it.</summary>
    /// <inheritdoc cref="Call(IOperation, IMethodSymbol, MemoryPlace, Operand[])"/>
    public Operand Call(IOperation operation, MethodInstance instance, MemoryPlace? receiver, Operand[] arguments)
    {
        if (Array.Exists(arguments, method.Expressions.IsDiagnosed))
            return NothingOperand.Instance;
        IMethodSymbol target = instance.Method;
        ImmutableArray<IParameterSymbol> parameters = ExtensionMembers.ParametersOf(target);
        var passed = new Dictionary<IParameterSymbol, Operand>(SymbolEqualityComparer.Default);
        foreach ((IParameterSymbol parameter, Operand operand) in parameters.Zip(arguments))
        {
            passed.Add(parameter, operand);
            if (operand is MapOperand && !method.InnerMaps.CheckPassed(operand, operation))
                return NothingOperand.Instance;
            if (operand is KnownOperand known)
                instance = instance with { Known = instance.Known.With(parameter, known) };
        }

        if (new ConstantTexts(method.Context).Find(instance) is { } text)
            return new TextOperand(text);
        if (MethodFunction.FindProblem(instance, method.Context) is { } problem)
            return method.Expressions.Refuse(problem.Descriptor, operation, problem.Arguments);
        ITypeSymbol[] types = instance.ReceiverType is { } receiverType ? [target.ReturnType, receiverType] : [target.ReturnType];
        if (types.Select(type => method.Context.Shapes[instance.Types.Substitute(type)].Problem).OfType<TypeProblem>().FirstOrDefault() is { } unusable)
            return method.Expressions.Refuse(unusable.Descriptor, operation, unusable.Arguments);
        if (method.Context.Functions.Call(method.Instance, instance, operation.Syntax.GetLocation()) is not { } callee)
            return NothingOperand.Instance;
        var values = new List<Value>();
        MemoryPlace? result = callee.ReturnsThroughMemory ? method.Structs.Default(callee.Result) : null;
        if (result is not null)
            values.Add(method.Operands.AddressOf(result));
        if (callee.HasReceiver)
            values.Add(receiver is null ? method.Operands.Missing(IrType.Pointer) : ReferenceToReceiver(receiver, target, operation));
        foreach (IParameterSymbol parameter in callee.Parameters)
            values.Add(PassArgument(instance, parameter, passed.GetValueOrDefault(parameter) ?? NothingOperand.Instance, operation));
        values.AddRange(CapturedAddresses(callee));
        if (callee.Function.IsGlobal)
            PrepareResults(target, arguments);
        Value value = Builder.Call(callee.Function, [.. values]);
        if (result is not null)
            return result;
        if (callee.Function.ReturnType == IrType.Void)
            return NothingOperand.Instance;
        return target.ReturnsByRef || target.ReturnsByRefReadonly ? new MemoryPlace(value, 0, callee.Result) : new ValueOperand(value, callee.Result);
    }

    // The verifier, which sees one function at a time, takes it that what 'out' leads to is read: it must have been written.
    private void PrepareResults(IMethodSymbol target, Operand[] arguments)
    {
        foreach (IParameterSymbol parameter in target.Parameters.Where(parameter => parameter.RefKind == RefKind.Out && parameter.Ordinal < arguments.Length))
        {
            if (arguments[parameter.Ordinal] is MemoryPlace { Address: { Opcode: Opcode.SlotAddress, Detail: var slot } } place
                && arguments.Count(argument => argument is MemoryPlace { Address.Detail: var other } && ReferenceEquals(other, slot)) == 1)
                method.Operands.Zero(place);
        }
    }

    /// <summary>The addresses of the variables that a function captures: this method has them, or captures them itself.</summary>
    public IEnumerable<Value> CapturedAddresses(MethodFunction callee) => callee.Captures.Select(captured =>
        method.Variables.Find(captured.Variable) is { } place ? method.Operands.AddressOf(place) : method.Operands.Missing(IrType.Pointer));

    /// <summary>Calls the method of an operator.</summary>
    public Operand CallOperator(IOperation operation, IMethodSymbol target, params Operand[] operands) => Call(operation, target, null, operands);

    // Its methods may be virtual, too: what matters is that they have no source.
    private static bool IsOfLibrary(IMethodSymbol target) => target is { DeclaringSyntaxReferences.IsEmpty: true, ContainingType.TypeKind: TypeKind.Class }
        && !target.ContainingType.IsKernelClass() && target.ContainingType.GetMapType() is null;

    // C# compiles neither the call nor its arguments where none of the symbols is defined, or a partial method has no body.
    private static bool IsLeftOut(IInvocationOperation operation, IMethodSymbol target)
    {
        if (target.OriginalDefinition is { IsPartialDefinition: true, PartialImplementationPart: null })
            return true;
        string?[] symbols = [.. target.GetAttributes().Where(attribute => attribute.AttributeClass?.ToDisplayString() == "System.Diagnostics.ConditionalAttribute")
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)];
        return symbols.Length > 0 && !symbols.Intersect(operation.Syntax.SyntaxTree.Options.PreprocessorSymbolNames).Any();
    }

    private Operand LowerOwn(IInvocationOperation operation, IMethodSymbol target)
    {
        if (TimeSpanShape.IsTimeSpan(operation.Type) && ConstantTimeSpan.Find(operation) is { } ticks)
            return method.Operands.Materialize(new ValueOperand(Builder.Constant(IrType.I64, ticks), method.Context.Shapes.Int64), operation) with { Shape = method.ShapeOf(operation) };
        IOperation? instance = method.Constrained.Unboxed(operation.Instance);
        bool isNullable = instance?.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ITypeSymbol? type = isNullable ? ((INamedTypeSymbol)instance!.Type!).TypeArguments[0] : method.TypeOf(instance);
        target = method.Constrained.Resolve(target, operation.ConstrainedToType ?? type);
        if (method.Members.IsObject(target.ContainingType))
            target = operation.IsVirtual ? method.Context.Object.FindOverride(target) : target;
        else if (IsOfLibrary(target) && method.Context.Library.Find(target, method.Context.TypeArguments) is null && !method.Expressions.IsDiagnosed(operation.Instance))
            return method.Expressions.Refuse(
                LanguageDiagnostics.MethodWithoutSource, operation, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), Alternatives.OfMember(target));
        else if (operation.IsVirtual && (target.IsAbstract || target.ContainingType is { IsValueType: false, TypeKind: not TypeKind.Interface }))
            return method.Expressions.Refuse(LanguageDiagnostics.VirtualCall, operation, target.Name);
        bool isDefault = target is { IsStatic: false, ContainingType.TypeKind: TypeKind.Interface };
        if (isDefault && type is not { IsValueType: true } && !method.Expressions.IsDiagnosed(operation.Instance))
            return method.Expressions.Refuse(LanguageDiagnostics.VirtualCall, operation, target.Name);
        bool isOwn = target.IsStatic || target.MethodKind == MethodKind.LocalFunction || method.Members.IsObject(target.ContainingType);
        if (isOwn)
            return Call(operation, target, null, LowerArguments(operation.Arguments));
        if (ExtensionMembers.ReceiverOf(target) is { } extended && instance is not null)
            return Call(operation, target, null, [LowerOperand(instance, extended), .. LowerArguments(operation.Arguments)]);
        if (target.ContainingType.IsKernelClass())
            return method.Expressions.Refuse(KernelDiagnostics.UnboundMember, operation, target.Name);
        if (method.TypeOf(operation.Instance).GetMapType() is not null)
            return method.Expressions.Refuse(MapDiagnostics.UnboundMember, operation, target.Name);
        if (!target.ContainingType.IsValueType && !isDefault && method.Expressions.IsDiagnosed(operation.Instance))
            return NothingOperand.Instance;
        if (!(target.ContainingType.IsValueType || isDefault) || instance is null)
            return method.Expressions.Refuse(LanguageDiagnostics.InstanceState, operation, target.Name, target.ContainingType.ToDisplayString());
        MemoryPlace receiver = isNullable ? NullableLowering.ValueOf(method.Expressions.LowerPlace(instance)) : LowerReceiver(instance, target);
        // What C# itself calls through an interface, it calls on the struct; the others on an object that is made for it.
        if (instance != operation.Instance && !operation.IsImplicit)
            receiver = method.Operands.Materialize(method.Operands.Copy(receiver, operation), operation);
        // ': this()' of a struct without such a constructor: its memory is zero already.
        if (target is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true })
            return NothingOperand.Instance;
        return Call(operation, target, receiver, LowerArguments(operation.Arguments));
    }

    // What lies at any address nobody refers to: a member that only reads does it in a copy.
    private Value ReferenceToReceiver(MemoryPlace receiver, IMethodSymbol target, IOperation operation)
    {
        bool isCopied = receiver is { IsUnaligned: true, Pointer: null } && !MayChange(target) && !target.ReturnsByRef && !target.ReturnsByRefReadonly;
        return method.Operands.ReferenceTo(isCopied ? method.Operands.Materialize(method.Operands.Copy(receiver, operation), operation) : receiver, operation);
    }

    private static bool MayChange(IMethodSymbol target) =>
        !target.IsReadOnly && !target.ContainingType.IsReadOnly && target.MethodKind != MethodKind.Constructor;

    /// <summary>The struct that a method is called on: a copy where C# makes one, so that a readonly variable stays as it is.</summary>
    public MemoryPlace LowerReceiver(IOperation instance, IMethodSymbol target)
    {
        MemoryPlace place = method.Expressions.LowerPlace(instance);
        bool mayChange = MayChange(target);
        // C# lets the elements of arrays change.
        if (mayChange && place.IsConstant && instance is IArrayElementReferenceOperation)
            method.Report(TypeDiagnostics.ConstantTable, instance, place.Shape.Type.ToDisplayString());
        return mayChange && IsReadOnly(instance)
            ? method.Operands.Materialize(method.Operands.Copy(place, instance), instance)
            : place;
    }

    /// <summary>The struct whose property is read: a copy where C# makes one.</summary>
    public MemoryPlace LowerReceiver(IOperation instance, IPropertySymbol property)
    {
        MemoryPlace place = method.Expressions.LowerPlace(instance);
        return property.GetMethod is { } getter && MayChange(getter) && IsReadOnly(instance)
            ? method.Operands.Materialize(method.Operands.Copy(place, instance), instance)
            : place;
    }

    /// <summary>True for a variable that C# does not let a method change: it works on a copy.</summary>
    public bool IsReadOnly(IOperation operation) => operation switch
    {
        IFlowCaptureReferenceOperation capture => method.Captures.IsReadOnly(capture),
        IFieldReferenceOperation { Field: var field } reference => field.IsReadOnly || (reference.Instance is { Type.IsValueType: true } instance && IsReadOnly(instance)),
        IInlineArrayAccessOperation access => IsReadOnly(access.Instance),
        IArrayElementReferenceOperation => true,
        IParameterReferenceOperation { Parameter.RefKind: RefKind.In or RefKind.RefReadOnlyParameter } => true,
        ILocalReferenceOperation { Local.RefKind: RefKind.RefReadOnly } => true,
        IInstanceReferenceOperation { Type.IsValueType: true } => method.Method.IsReadOnly || method.Method.ContainingType.IsReadOnly,
        IInvocationOperation { TargetMethod.ReturnsByRefReadonly: true } => true,
        IPropertyReferenceOperation { Property.ReturnsByRefReadonly: true } => true,
        IImplicitIndexerReferenceOperation { IndexerSymbol: IPropertySymbol { ReturnsByRefReadonly: true } } => true,
        _ => false,
    };

    private Operand LowerArgument(IArgumentOperation argument, IParameterSymbol parameter)
    {
        if (argument.ArgumentKind == ArgumentKind.ParamArray)
            return method.Expressions.Refuse(LanguageDiagnostics.HeapAllocation, argument, parameter.Type.ToDisplayString(), Alternatives.OfAllocation(parameter.Type));
        return LowerOperand(argument.Value, parameter);
    }

    /// <summary>What is passed for a parameter: a copy, or the variable itself.</summary>
    public Operand LowerOperand(IOperation value, IParameterSymbol parameter)
    {
        Operand operand = method.Expressions.Lower(value);
        if (method.Expressions.IsDiagnosed(operand))
            return operand;
        if (parameter.RefKind == RefKind.None)
            return method.Operands.Copy(operand, value);
        if (parameter.RefKind is RefKind.Ref or RefKind.Out && operand is MemoryPlace { IsConstant: true } constant)
            method.Report(TypeDiagnostics.ConstantTable, value, constant.Shape.Type.ToDisplayString());
        // What is forgotten still needs memory to be written to.
        if (operand is DiscardPlace discard)
            return method.Variables.NewTemporary("discard", discard.Shape);
        MemoryPlace memory = method.Operands.Materialize(operand, value);
        return operand is KnownOperand ? NothingOperand.Instance : memory;
    }

    private Value PassArgument(MethodInstance callee, IParameterSymbol parameter, Operand operand, IOperation operation)
    {
        TypeShape shape = method.Context.Shapes.With(callee.Types)[parameter.Type];
        if (parameter.RefKind != RefKind.None || shape.IsAggregate)
            return method.Operands.ReferenceTo(method.Operands.Materialize(operand, operation), operation);
        return method.Operands.Read(operand, operation);
    }
}
