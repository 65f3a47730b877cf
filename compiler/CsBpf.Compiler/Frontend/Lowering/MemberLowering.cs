using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles references to fields, properties and instances.</summary>
/// <param name="method">The method.</param>
internal sealed class MemberLowering(MethodLowering method)
{
    /// <summary>Compiles <c>this</c>, spoken or not.</summary>
    public Operand LowerInstance(IInstanceReferenceOperation operation)
    {
        if (operation.ReferenceKind == InstanceReferenceKind.PatternInput)
            return method.Patterns.Input;
        if (IsObject(operation.Type))
            return ObjectOperand.Instance;
        return (Operand?)method.Variables.Receiver(method.ShapeOf(method.TypeOf(operation), operation)) ?? NothingOperand.Instance;
    }

    /// <summary>Compiles a reference to a field: of a struct, a map, a global.</summary>
    public Operand LowerField(IFieldReferenceOperation operation)
    {
        IFieldSymbol field = operation.Field;
        if (field.Type.GetMapType() is not null)
            return LowerMap(operation);
        if (TableLowering.IsTable(field))
            return method.Tables.LowerField(operation);
        if (field.IsStatic || IsObject(field.ContainingType))
            return LowerGlobal(operation, field);
        if (!field.ContainingType.IsValueType || operation.Instance is null)
            return LowerForeign(operation);
        if (FindField(operation) is not { } part)
            return NothingOperand.Instance;
        return field.RefKind == RefKind.None ? part : Follow(part, method.ShapeOf(operation));
    }

    /// <summary>The memory of a struct's field: that of the address, where it is a reference.</summary>
    public MemoryPlace? FindField(IFieldReferenceOperation operation)
    {
        MemoryPlace place = method.Expressions.LowerPlace(operation.Instance!);
        IFieldSymbol symbol = operation.Field.CorrespondingTupleField ?? operation.Field;
        return place.Shape.Layout?.Find(symbol) is { } part ? OperandAccess.Field(place, part) : null;
    }

    /// <summary>The memory in which a struct keeps a parameter of its primary constructor; null for other parameters.</summary>
    public MemoryPlace? FindCaptured(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { IsValueType: true } type })
            return null;
        TypeShape owner = method.Context.Shapes[type];
        return owner.Layout?.Find(parameter) is { } field && method.Variables.Receiver(owner) is { } receiver ? OperandAccess.Field(receiver, field) : null;
    }

    // A struct that is default has references to nothing.
    private MemoryPlace Follow(MemoryPlace reference, TypeShape shape)
    {
        Value address = method.Operands.ReadMemory(reference);
        method.Builder.FaultIf(method.Builder.IsZero(address));
        return new MemoryPlace(address, 0, shape);
    }

    /// <summary>Compiles a reference to a property, which is bound by attributes or has accessors.</summary>
    public Operand LowerProperty(IPropertyReferenceOperation operation)
    {
        if (method.Constrained.FindInteger(operation.ConstrainedToType) is { } integer)
            return method.Framework.LowerConstant(operation, integer);
        if (ComparisonLowering.FindComparer(operation.Property) is { } comparer)
            return comparer;
        IPropertySymbol property = method.Constrained.Resolve(operation.Property, operation.ConstrainedToType ?? method.TypeOf(method.Constrained.Unboxed(operation.Instance)));
        if (property.GetMapOperation() is { } mapOperation)
            return method.Maps.LowerProperty(operation, mapOperation);
        if (property.Type.GetMapType() is not null)
            return method.Expressions.Refuse(MapDiagnostics.LocalMap, operation, property.Name);
        if (property.GetKernelOperation() is { } kernelOperation)
            return method.Kernel.LowerOperation(kernelOperation, operation, operation.Instance, [.. operation.Arguments.Select(argument => argument.Value)]);
        if ((property.GetHelper() ?? property.GetMethod?.GetHelper()) is { } helper && property.GetMethod is { } getter)
            return method.KernelCalls.LowerHelper(operation, getter, helper, [], operation.Instance);
        if (property.ContainingType.IsKernelResource())
            return method.Resources.IsThere(operation);
        if (property.ContainingType.IsKernelClass())
            return method.Kernel.LowerMember(operation);
        if (property.ContainingType.GetProgramContext() is not null)
            return LowerContext(operation, property);
        if (property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return method.Nullables.LowerProperty(operation);
        if (SpanShapes.IsSpan(property.ContainingType) || SpanShapes.IsSpan(property.ContainingType.ContainingType))
            return method.Spans.LowerProperty(operation);
        if (IndexLowering.IsMember(property))
            return method.Indexes.LowerProperty(operation);
        if (property is { IsStatic: true, Name: nameof(nint.Size), ContainingType.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr })
            return new ValueOperand(method.Builder.Constant(IrType.I32, sizeof(long)), method.Context.Shapes.Int32);
        if (property.ContainingType.SpecialType == SpecialType.System_String && method.Texts.TryLowerProperty(operation) is { } text)
            return text;
        if (property.ContainingType.SpecialType == SpecialType.System_Array)
            return method.Tables.LowerProperty(operation);
        if (method.Enumerations.TryLowerCurrent(operation) is { } current)
            return current;
        if (method.TypeOf(operation.Instance).GetMapType() is not null && ExtensionMembers.ReceiverOf(property) is null)
            return method.Expressions.Refuse(MapDiagnostics.UnboundMember, operation, property.Name);
        return LowerAccessors(operation, property);
    }

    /// <summary>Compiles a member that C# writes by itself.</summary>
    public void LowerWithoutBody(IMethodSymbol member)
    {
        InstructionBuilder builder = method.Builder;
        TypeShape owner = method.Context.Shapes[member.ContainingType];
        if (member.AssociatedSymbol is IPropertySymbol property && FindStorage(property, owner) is { } place)
        {
            if (member.MethodKind == MethodKind.PropertySet)
                WriteParameter(place, member.Parameters[0]);
            else if (method.Variables.ResultMemory(place.Shape) is { } memory)
                method.Operands.CopyMemory(memory, place);
            else if (member.MethodKind == MethodKind.PropertyGet)
                builder.Return(method.Operands.ReadMemory(place));
        }
        else if (member.MethodKind == MethodKind.Constructor && method.Variables.Receiver(owner) is { } created)
        {
            foreach (IParameterSymbol parameter in member.Parameters)
            {
                if (owner.Layout!.Fields.FirstOrDefault(candidate => IsDeclaredBy(candidate.Symbol?.AssociatedSymbol, parameter)) is { } target)
                    WriteParameter(OperandAccess.Field(created, target), parameter);
            }
        }
        else if (EqualityLowering.IsOfRecord(member))
        {
            method.Equality.Lower(member);
        }
        else
        {
            method.Context.Sink.Report(LanguageDiagnostics.MethodWithoutSource, member.Locations[0], member.ToDisplayString(), Alternatives.OfMember(member));
        }

        if (builder.Block.Terminator == TerminatorKind.Unreachable)
            builder.Return(null);
    }

    /// <summary>The memory of a property of which C# writes at least one accessor.</summary>
    private MemoryPlace? FindStorage(IPropertySymbol property, TypeShape owner)
    {
        if (owner.Layout?.FindBackingField(property) is { } field && method.Variables.Receiver(owner) is { } receiver)
            return OperandAccess.Field(receiver, field);
        return FindBackingGlobal(property) is { } symbol && method.Context.Globals.Get(symbol) is { } global
            ? new MemoryPlace(method.Builder.AddressOf(global), 0, method.Context.Shapes[symbol.Type])
            : null;
    }

    // Of a property of the object itself, or of a class, in a program for which its type parameters stand for something.
    private IFieldSymbol? FindBackingGlobal(IPropertySymbol property)
    {
        if (!property.IsStatic && !IsObject(property.ContainingType))
            return null;
        IFieldSymbol? field = property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AssociatedSymbol, property));
        return field is null ? null : method.Context.TypeArguments.Substitute(field);
    }

    /// <summary>True for the class that becomes the object, and for those that it inherits from.</summary>
    public bool IsObject(ITypeSymbol? type) => type is not null && method.Context.Object.IsOrInherits(type);

    /// <summary>Writes what a parameter holds to memory.</summary>
    public void WriteParameter(MemoryPlace target, IParameterSymbol parameter)
    {
        MemoryPlace source = method.Variables.Find(parameter)!;
        if (target.Shape.IsAggregate)
            method.Operands.CopyMemory(target, source);
        else
            method.Operands.WriteMemory(target, method.Operands.ReadMemory(source));
    }

    private Operand LowerContext(IPropertyReferenceOperation operation, IPropertySymbol property)
    {
        if (operation.Instance is null || method.Expressions.LowerValue(operation.Instance) is not { Type: IrType.Pointer } context)
            return NothingOperand.Instance;
        TypeShape shape = method.ShapeOf(operation);
        if (property.GetPacketRange() is { } range && shape.SpanElement is not null)
            return method.Spans.OfPacket(context, range, shape);
        method.Context.ContextFields.Add(method.Builder.Function, property, IsWritten(operation), operation.Syntax.GetLocation());
        return property.GetContextField() is { } offset && shape.IsScalar
            ? new MemoryPlace(context, offset, shape)
            : method.Expressions.Refuse(KernelDiagnostics.UnboundMember, operation, property.Name);
    }

    private static bool IsWritten(IOperation operation) => operation.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == operation,
        IIncrementOrDecrementOperation => true,
        ITupleOperation tuple => IsWritten(tuple),
        _ => false,
    };

    private Operand LowerMap(IFieldReferenceOperation operation)
    {
        var type = (INamedTypeSymbol)operation.Field.Type;
        if (method.Context.Maps.Find(operation.Field) is not { } map)
            return method.Expressions.Refuse(MapDiagnostics.LocalMap, operation, operation.Field.Name);
        if (type.GetMapSinceInSleepable() is { } since)
            method.Context.Sleepable.Add(method.Builder.Function, type.Name, since, operation.Syntax.GetLocation());
        return new MapOperand(map, type);
    }

    private Operand LowerGlobal(IOperation operation, IFieldSymbol symbol)
    {
        IFieldSymbol field = method.Context.TypeArguments.Substitute(symbol);
        if (ConstantTexts.IsText(field) && !GlobalField.MemberOf(field).DeclaringSyntaxReferences.IsEmpty)
        {
            return new ConstantTexts(method.Context).Find(field) is { } text
                ? new TextOperand(text)
                : method.Expressions.Refuse(MapDiagnostics.InitialValue, operation, GlobalField.MemberOf(field).Name);
        }

        if (method.Context.Library.Find(field) is { } constant)
            return method.Calls.Call(operation, constant, null, []);
        if (GlobalField.MemberOf(field).DeclaringSyntaxReferences.IsEmpty)
            return method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, field.ToDisplayString(), Alternatives.OfMember(field));
        if (method.Context.Globals.Get(field) is not { } global)
            return NothingOperand.Instance;
        return new MemoryPlace(method.Builder.AddressOf(global), 0, method.Context.Shapes[field.Type]);
    }

    private Operand LowerForeign(IMemberReferenceOperation operation) =>
        method.Expressions.IsDiagnosed(operation.Instance)
            ? NothingOperand.Instance
            : method.Expressions.Refuse(LanguageDiagnostics.InstanceState, operation, operation.Member.Name, operation.Member.ContainingType.ToDisplayString());

    private Operand LowerAccessors(IPropertyReferenceOperation operation, IPropertySymbol property)
    {
        if (ExtensionMembers.ReceiverOf(property) is { } extended && operation.Instance is { } instance)
            return Property(operation, property, null, [method.Calls.LowerOperand(instance, extended), .. method.Calls.LowerArguments(operation.Arguments)]);
        IOperation? owner = method.Constrained.Unboxed(operation.Instance);
        bool isDefault = property is { IsStatic: false, ContainingType.TypeKind: TypeKind.Interface } && method.TypeOf(owner) is { IsValueType: true };
        if (!property.IsStatic && !(property.ContainingType.IsValueType || isDefault) && !IsObject(property.ContainingType))
            return LowerForeign(operation);
        // 'base' names the member itself.
        if (IsObject(property.ContainingType) && operation.Instance?.Syntax is not BaseExpressionSyntax)
            property = method.Context.Object.FindOverride(property);
        MemoryPlace? receiver = property.IsStatic || !(property.ContainingType.IsValueType || isDefault) || owner is null
            ? null
            : method.Calls.LowerReceiver(owner, property);
        // An object that is made of the struct.
        if (receiver is not null && owner != operation.Instance)
            receiver = method.Operands.Materialize(method.Operands.Copy(receiver, operation), operation);
        if (receiver is null && IsAutomatic(property) && FindBackingGlobal(property) is { } global)
            return LowerGlobal(operation, global);
        // A property that only stores is its field.
        if (receiver is not null && receiver.Shape.Layout?.FindBackingField(property) is { } field && IsAutomatic(property))
            return OperandAccess.Field(receiver, field);
        return Property(operation, property, receiver, method.Calls.LowerArguments(operation.Arguments));
    }

    /// <summary>A property that is read and written by its accessors.</summary>
    public Operand Property(IOperation operation, IPropertySymbol property, MemoryPlace? receiver, Operand[] arguments)
    {
        // Of what has no source, this says more than that a program can't have its type.
        if (property is { DeclaringSyntaxReferences.IsEmpty: true, GetMethod: { } framework } && method.Context.Shapes[property.ContainingType].IsAggregate
            && method.Context.Library.Find(framework, method.Context.TypeArguments) is null)
            return method.Expressions.Refuse(LanguageDiagnostics.MethodWithoutSource, operation, property.ToDisplayString(), Alternatives.OfMember(property));
        bool isText = property.Type.SpecialType == SpecialType.System_String;
        if (!isText && !property.ReturnsByRef && !property.ReturnsByRefReadonly)
        {
            return new AccessorPlace(
                method.ShapeOf(property.Type, operation),
                () => method.Calls.Call(operation, property.GetMethod, receiver, arguments),
                value => method.Calls.Call(operation, property.SetMethod, receiver, [.. arguments, method.Operands.Copy(value, operation)]));
        }

        return method.Calls.Call(operation, property.GetMethod, receiver, arguments);
    }

    // The properties of a record that its parameters declare; one that is written out has an initializer of its own.
    private static bool IsDeclaredBy(ISymbol? property, IParameterSymbol parameter) =>
        property is IPropertySymbol && property.Name == parameter.Name
        && property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is ParameterSyntax);

    private static bool IsAutomatic(IPropertySymbol property) =>
        (property.PartialImplementationPart ?? property).DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is not PropertyDeclarationSyntax declaration
            || (declaration.ExpressionBody is null && declaration.AccessorList is { } list
                && list.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })));
}
