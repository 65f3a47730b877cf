using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles tail calls. The kernel comes back from one only where there is no program: to the program that made it the result is always null. On the
/// CLR it also is what the other program returned, so nothing may be done with it but return it.
/// </summary>
/// <param name="method">The method.</param>
internal sealed class TailCallLowering(MethodLowering method)
{
    private static readonly HelperFunction TailCall = new(HelperNumbers.TailCall, "bpf_tail_call", HelperEffects.MovesPacket);

    private InstructionBuilder Builder => method.Builder;

    /// <summary>Compiles a call of the program in a slot.</summary>
    public Operand Lower(MapOperand map, IInvocationOperation operation, Operand context, Operand slot)
    {
        if (FindProgram() is not { } program)
            return Refuse(operation, "made by a method that is no program");
        if (Builder.OnFault is not null)
            return Refuse(operation, "made where a 'using' or 'finally' has something left to do");
        if (!IsReturned(operation.Syntax))
            return Refuse(operation, "used for something else than the program's result");
        Value index = method.Operands.Read(slot, operation);
        if (index.Type != IrType.I32)
            return method.Expressions.Refuse(LanguageDiagnostics.UnsupportedOperation, operation, "A slot of more than 32 bits");
        Value address = Builder.Emit(Opcode.MapAddress, IrType.Pointer, 0, map.Map);
        Builder.CallHelper(TailCall, IrType.I64, method.Operands.Read(context, operation), address, Builder.Widen(index, isSigned: false));
        method.Context.Contents.AddCaller(map.Map, program, operation.Syntax.GetLocation());
        return method.Structs.Default(method.ShapeOf(operation.TargetMethod.ReturnType, operation));
    }

    private ProgramMethod? FindProgram() =>
        method.Context.Object.Programs.FirstOrDefault(program => SymbolEqualityComparer.Default.Equals(program.Method, method.Method));

    private Operand Refuse(IOperation operation, string problem) => method.Expressions.Refuse(MapDiagnostics.TailCall, operation, problem);

    // 'return call ?? other', also as one of several results, and 'if (call is { } result) return result;'.
    private static bool IsReturned(SyntaxNode call) => call.Parent switch
    {
        BinaryExpressionSyntax test when test.IsKind(SyntaxKind.CoalesceExpression) && test.Left == call => IsResult(test),
        IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax pattern } test when IsNotNull(pattern) && FindStatement(test) is { } statement =>
            Single(statement.Statement) is ReturnStatementSyntax { Expression: IdentifierNameSyntax returned }
            && pattern.Designation is SingleVariableDesignationSyntax variable && variable.Identifier.ValueText == returned.Identifier.ValueText,
        ParenthesizedExpressionSyntax => IsReturned(call.Parent),
        _ => false,
    };

    private static bool IsNotNull(RecursivePatternSyntax pattern) =>
        pattern is { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0 };

    // What is asked after the call would be asked on the CLR only.
    private static IfStatementSyntax? FindStatement(ExpressionSyntax last) => last.Parent switch
    {
        IfStatementSyntax statement => statement,
        ParenthesizedExpressionSyntax outer => FindStatement(outer),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) && both.Right == last => FindStatement(both),
        _ => null,
    };

    private static StatementSyntax Single(StatementSyntax statement) => statement is BlockSyntax { Statements: [var only] } ? only : statement;

    private static bool IsResult(SyntaxNode value) => value.Parent switch
    {
        ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
        ParenthesizedExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax => IsResult(value.Parent),
        ConditionalExpressionSyntax choice => choice.Condition != value && IsResult(choice),
        BinaryExpressionSyntax test when test.IsKind(SyntaxKind.CoalesceExpression) && test.Right == value => IsResult(test),
        _ => false,
    };
}
