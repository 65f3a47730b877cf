using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>
/// Compiles the methods of the libraries that take pointers: <see cref="Unsafe"/>, <see cref="Buffer"/>, <see cref="NativeMemory"/>. What they
/// touch is checked, as it is where a pointer is used.
/// </summary>
internal sealed class PointerMethods
{
    private readonly MethodLowering _method;
    private readonly Dictionary<(string Type, string Name), Func<IInvocationOperation, IOperation[], Operand?>> _methods;

    /// <summary>The table of what is compiled, with the arguments in the order of the parameters.</summary>
    public PointerMethods(MethodLowering method)
    {
        _method = method;
        _methods = new()
        {
            [(nameof(Unsafe), nameof(Unsafe.AsPointer))] = (call, x) => method.Pointers.LowerAddressOf(x[0], call),
            [(nameof(Unsafe), nameof(Unsafe.AsRef))] = (call, x) => Target(x[0], call),
            [(nameof(Unsafe), nameof(Unsafe.Read))] = Read,
            [(nameof(Unsafe), nameof(Unsafe.ReadUnaligned))] = Read,
            [(nameof(Unsafe), nameof(Unsafe.Write))] = Write,
            [(nameof(Unsafe), nameof(Unsafe.WriteUnaligned))] = Write,
            [(nameof(Unsafe), nameof(Unsafe.CopyBlock))] = (call, x) => Copy(to: x[0], from: x[1], count: x[2]),
            [(nameof(Unsafe), nameof(Unsafe.CopyBlockUnaligned))] = (call, x) => Copy(to: x[0], from: x[1], count: x[2]),
            [(nameof(Unsafe), nameof(Unsafe.InitBlock))] = (call, x) => Fill(x[0], count: x[2], value: x[1]),
            [(nameof(Unsafe), nameof(Unsafe.InitBlockUnaligned))] = (call, x) => Fill(x[0], count: x[2], value: x[1]),
            [(nameof(NativeMemory), nameof(NativeMemory.Copy))] = (call, x) => Copy(from: x[0], to: x[1], count: x[2]),
            [(nameof(NativeMemory), nameof(NativeMemory.Fill))] = (call, x) => Fill(x[0], count: x[1], value: x[2]),
            [(nameof(NativeMemory), nameof(NativeMemory.Clear))] = (call, x) => Fill(x[0], count: x[1], value: null),
            [(nameof(Buffer), nameof(Buffer.MemoryCopy))] = (call, x) => CopyWithin(from: x[0], to: x[1], room: x[2], count: x[3]),
        };
    }

    private InstructionBuilder Builder => _method.Builder;

    /// <summary>Compiles a call; null where the method is not one of these.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        bool isOfLibrary = target.ContainingType is { DeclaringSyntaxReferences: [], ContainingNamespace: { } space } && space.ToDisplayString().StartsWith("System", StringComparison.Ordinal);
        bool hasPointer = target.ReturnType is IPointerTypeSymbol || target.Parameters is [{ Type: IPointerTypeSymbol }, ..];
        if (!isOfLibrary || !hasPointer || !_methods.TryGetValue((target.ContainingType.Name, target.Name), out Func<IInvocationOperation, IOperation[], Operand?>? lower))
            return null;
        return lower(operation, [.. operation.Arguments.OrderBy(argument => argument.Parameter!.Ordinal).Select(argument => argument.Value)]);
    }

    private Operand Target(IOperation pointer, IInvocationOperation call) =>
        _method.Pointers.Target(pointer, _method.ShapeOf(call.TargetMethod.TypeArguments[0], call));

    private Operand Read(IInvocationOperation call, IOperation[] arguments) => _method.Operands.Copy(Target(arguments[0], call), call);

    private Operand Write(IInvocationOperation call, IOperation[] arguments)
    {
        Operand target = Target(arguments[0], call);
        if (!_method.Expressions.IsDiagnosed(target))
            _method.Operands.Write(target, _method.Expressions.Lower(arguments[1]), call);
        return NothingOperand.Instance;
    }

    private NothingOperand Copy(IOperation from, IOperation to, IOperation count)
    {
        Value bytes = Number(count);
        if (Bytes(from, bytes) is { } source && Bytes(to, bytes) is { } target)
            _method.SpanAlgorithms.Copy(source, target);
        return NothingOperand.Instance;
    }

    private NothingOperand CopyWithin(IOperation from, IOperation to, IOperation room, IOperation count)
    {
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, Number(room), Number(count)));
        return Copy(from, to, count);
    }

    private NothingOperand Fill(IOperation start, IOperation count, IOperation? value)
    {
        if (Bytes(start, Number(count)) is not { } span)
            return NothingOperand.Instance;
        if (value is null)
        {
            _method.SpanAlgorithms.Clear(span);
            return NothingOperand.Instance;
        }

        Value filled = _method.Expressions.LowerValue(value);
        _method.SpanAccess.ForEach(span, element => _method.Operands.WriteMemory(element, filled));
        return NothingOperand.Instance;
    }

    private MemoryPlace? Bytes(IOperation pointer, Value count) => _method.Pointers.Bytes(pointer, count);

    private Value Number(IOperation count) => Builder.Widen(_method.Expressions.LowerValue(count), _method.ShapeOf(count).IsSigned);
}
