using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles the values that stand for sections of the kernel: the call that enters a section leaves its arguments there, for the call that leaves it.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class SectionLowering(MethodLowering method)
{
    /// <summary>The memory that a call takes, beside its arguments, to enter a section.</summary>
    public IEnumerable<Value> MemoryFor(TypeShape shape, int arguments) => shape.Layout!.Fields.Skip(arguments).Select(field =>
        method.Builder.AddressOf(method.Builder.Function.NewSlot(field.Name, method.Context.Shapes[field.Shape.Type].Size, field.Shape.Alignment)));

    /// <summary>What a call gives that entered a section.</summary>
    public Operand Entered(IOperation operation, TypeShape shape, Value[] arguments)
    {
        // C# writes the call that leaves, so it is on every way: those that write it themselves forget some, or go one way twice.
        if (!IsResource(operation.Syntax))
            return method.Expressions.Refuse(KernelDiagnostics.SectionWithoutUsing, operation, "entered");
        MemoryPlace scope = method.Variables.NewTemporary("section", shape);
        foreach ((LayoutField field, Value argument) in shape.Layout!.Fields.Zip(arguments))
            method.Operands.WriteMemory(OperandAccess.Field(scope, field), argument);
        return scope;
    }

    /// <summary>The arguments of the call that leaves a section; null where it was refused.</summary>
    public Value[]? Leaving(IOperation operation, IOperation? instance)
    {
        if (operation.IsImplicit && instance is not null)
        {
            MemoryPlace scope = method.Expressions.LowerPlace(instance);
            return [.. scope.Shape.Layout!.Fields.Select(field => method.Operands.ReadMemory(OperandAccess.Field(scope, field)))];
        }

        method.Report(KernelDiagnostics.SectionWithoutUsing, operation, "left");
        return null;
    }

    /// <summary>True for what a <c>using</c> disposes of.</summary>
    public static bool IsResource(SyntaxNode syntax)
    {
        while (syntax.Parent is ParenthesizedExpressionSyntax)
            syntax = syntax.Parent;
        return syntax.Parent switch
        {
            UsingStatementSyntax => true,
            EqualsValueClauseSyntax { Parent.Parent.Parent: UsingStatementSyntax } => true,
            EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax local } =>
                local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword),
            _ => false,
        };
    }
}
