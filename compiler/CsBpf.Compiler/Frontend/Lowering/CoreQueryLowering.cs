using System.Collections.Immutable;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.BtfExt;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles questions about the running kernel. What is asked about is named by an expression that the program does not evaluate.</summary>
/// <param name="method">The method.</param>
internal sealed class CoreQueryLowering(MethodLowering method)
{
    private const string HelperNumbers = "bpf_func_id";
    private const string HelperPrefix = "bpf_";

    private InstructionBuilder Builder => method.Builder;

    private ModuleContext Context => method.Context;

    /// <summary>Compiles a question.</summary>
    public Operand Lower(IInvocationOperation operation, CoreQuery query)
    {
        IOperation? subject = operation.Arguments is [{ Value: var argument }, ..] ? SubjectOf(argument) : null;
        if (query == CoreQuery.KfuncExists)
            return LowerKfunc(operation, (subject as IMethodReferenceOperation)?.Method);
        CoreConstant? question = query switch
        {
            CoreQuery.HelperExists => (subject as IMethodReferenceOperation)?.Method.GetHelper() is { } helper ? OfHelper(helper) : null,
            CoreQuery.TypeExists or CoreQuery.TypeMatches or CoreQuery.TypeSize or CoreQuery.TypeId or CoreQuery.LocalTypeId =>
                OfType(method.TypeOf(operation.TargetMethod.TypeArguments[0]), query),
            CoreQuery.EnumValue or CoreQuery.Exists when subject is IFieldReferenceOperation { Field: { HasConstantValue: true } value } => OfEnumValue(value, query),
            CoreQuery.EnumValue => null,
            _ => OfMember(subject, query),
        };
        TypeShape shape = method.ShapeOf(operation);
        if (question is null)
            return method.Expressions.Refuse(KernelDiagnostics.NotInTheKernel, operation.Arguments is [var given, ..] ? given : operation, Wanted(query));
        bool isYesOrNo = shape.Kind == ShapeKind.Boolean;
        Value answer = Builder.Emit(Opcode.CoreConstant, isYesOrNo ? IrType.I32 : shape.IrType, 0, question);
        return new ValueOperand(isYesOrNo ? Builder.IsNotZero(answer) : answer, shape);
    }

    private static string Wanted(CoreQuery query) => query switch
    {
        CoreQuery.KfuncExists => "a method with [Kfunc], by its name",
        CoreQuery.HelperExists => "a method with [Helper], by its name",
        CoreQuery.TypeExists or CoreQuery.TypeMatches or CoreQuery.TypeSize or CoreQuery.TypeId or CoreQuery.LocalTypeId =>
            "a class or enum of the kernel that has a name there",
        CoreQuery.EnumValue => "a value of an enum of the kernel, by its name",
        CoreQuery.Exists => "a member of a kernel object, or a value of an enum of the kernel, by its name",
        _ => "a member of a kernel object, by its name",
    };

    private Operand LowerKfunc(IInvocationOperation operation, IMethodSymbol? asked)
    {
        if (asked?.GetKfunc() is not { } binding)
            return method.Expressions.Refuse(KernelDiagnostics.NotInTheKernel, operation.Arguments is [var given, ..] ? given : operation, Wanted(CoreQuery.KfuncExists));
        KernelFunction function = Context.KernelFunctions.Queried(binding, asked);
        return new ValueOperand(Builder.Emit(Opcode.KfuncExists, IrType.Bool, 0, function), Context.Shapes.Boolean);
    }

    /// <summary>What an argument names, as it stands in the source: in a lambda, what it returns.</summary>
    private IOperation? SubjectOf(IOperation argument)
    {
        IOperation? subject = Context.Compilation.ModelOf(argument.Syntax).GetOperation(argument.Syntax) ?? argument;
        while (true)
        {
            switch (subject)
            {
                case IConversionOperation conversion:
                    subject = conversion.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    subject = creation.Target;
                    break;
                case IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } returned }] }:
                    subject = returned;
                    break;
                default:
                    return subject;
            }
        }
    }

    private CoreConstant OfHelper(HelperBinding helper)
    {
        string value = $"BPF_FUNC_{helper.Name[HelperPrefix.Length..]}";
        Context.KernelFunctions.AskedFor(helper);
        return new(CoreRelocationKind.EnumValueExists, Whole(Context.Types.KernelEnum(HelperNumbers, value, helper.Id), $"{HelperNumbers}.{value}"));
    }

    private CoreConstant? OfEnumValue(IFieldSymbol value, CoreQuery query)
    {
        INamedTypeSymbol type = value.ContainingType;
        if (type.TypeKind != TypeKind.Enum || BtfTypeMap.EnumValues(type).IndexOf(value) is not (>= 0 and var index))
            return null;
        CoreRelocationKind kind = query == CoreQuery.EnumValue ? CoreRelocationKind.EnumValue : CoreRelocationKind.EnumValueExists;
        return new(kind, Whole(Context.Types[type], $"{type.Name}.{value.Name}", index));
    }

    private CoreConstant? OfType(ITypeSymbol type, CoreQuery query)
    {
        if (type is not INamedTypeSymbol named || named.GetKernelType().Name is not { Length: > 0 } name || !(named.TypeKind == TypeKind.Enum || named.IsKernelClass()))
            return null;
        if (query == CoreQuery.TypeMatches && named.IsKernelClass())
            Context.KernelTypes.AddMembers(named);
        CoreRelocationKind kind = query switch
        {
            CoreQuery.TypeExists => CoreRelocationKind.TypeExists,
            CoreQuery.TypeMatches => CoreRelocationKind.TypeMatches,
            CoreQuery.TypeSize => CoreRelocationKind.TypeSize,
            CoreQuery.TypeId => CoreRelocationKind.TypeIdTarget,
            _ => CoreRelocationKind.TypeIdLocal,
        };
        return new(kind, Whole(named.IsKernelClass() ? Context.KernelTypes[named] : Context.Types[named], name));
    }

    private CoreConstant? OfMember(IOperation? subject, CoreQuery query)
    {
        if (StepsTo(subject) is not { IsEmpty: false } steps)
            return null;
        CoreRelocationKind kind = query switch
        {
            CoreQuery.MemberSize => CoreRelocationKind.FieldByteSize,
            CoreQuery.MemberOffset => CoreRelocationKind.FieldByteOffset,
            CoreQuery.MemberIsSigned => CoreRelocationKind.FieldSigned,
            _ => CoreRelocationKind.FieldExists,
        };
        return new(kind, method.Kernel.Access(steps, null));
    }

    /// <summary>The steps from the last object on the way to a member: what is embedded in an object is a part of it.</summary>
    private ImmutableArray<KernelStep>? StepsTo(IOperation? subject)
    {
        if (subject is not IPropertyReferenceOperation { Property: var property, Instance: { } instance } || method.TypeOf(instance) is not INamedTypeSymbol type)
            return null;
        if (!type.IsKernelClass() || KernelPath.Resolve(type, property, Context.Sink, subject.Syntax.GetLocation()) is not { } steps)
            return null;
        ImmutableArray<KernelStep> all = StepsTo(instance) is [.., { IsInline: true }] before ? before.AddRange(steps) : steps;
        // A pointer on the way starts the next object.
        int last = all.Length - 1;
        while (last > 0 && all[last - 1].IsInline)
            last--;
        return all[last..];
    }

    private static KernelAccess Whole(uint type, string name, int index = 0) => new(type, [index], name, null, IsSigned: false, IsBitfield: false);
}
