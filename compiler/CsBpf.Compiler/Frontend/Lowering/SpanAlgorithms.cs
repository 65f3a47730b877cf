using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles what goes through the elements of spans: copies, comparisons, searches.</summary>
internal sealed class SpanAlgorithms
{
    private readonly MethodLowering _method;
    private readonly Dictionary<(string Name, int Parameters), Func<Elements, Operand[], Value>> _extensions;

    /// <summary>The table of the extension methods.</summary>
    public SpanAlgorithms(MethodLowering method)
    {
        _method = method;
        _extensions = new()
        {
            [(nameof(MemoryExtensions.SequenceEqual), 2)] = (x, others) => IsPrefix(x, SpanOf(others[1]), isWhole: true),
            [(nameof(MemoryExtensions.StartsWith), 2)] = (x, others) => IsPrefix(x, SpanOf(others[1]), isWhole: false),
            [(nameof(MemoryExtensions.EndsWith), 2)] = (x, others) => EndsWith(x, SpanOf(others[1])),
            [(nameof(MemoryExtensions.CommonPrefixLength), 2)] = (x, others) => Builder.Narrow(CommonLength(x, SpanOf(others[1]))),
            [(nameof(MemoryExtensions.SequenceCompareTo), 2)] = (x, others) => Compare(x, SpanOf(others[1])),
            [(nameof(MemoryExtensions.IndexOf), 2)] = (x, others) => IsSpan(others[1])
                ? IndexOrMinusOne(IndexOf(x, SpanOf(others[1]), out Value positions), positions)
                : IndexOrMinusOne(IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.IndexOfAny), 2)] = (x, others) => IndexOrMinusOne(IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.IndexOfAny), 3)] = (x, others) => IndexOrMinusOne(IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.IndexOfAny), 4)] = (x, others) => IndexOrMinusOne(IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.IndexOfAnyExcept), 2)] = (x, others) => IndexOrMinusOne(IndexOfAnyExcept(x, others), x.Length),
            [(nameof(MemoryExtensions.LastIndexOf), 2)] = LastIndexOf,
            [(nameof(MemoryExtensions.Contains), 2)] = (x, others) => Builder.Compare(Opcode.LessUnsigned, IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.ContainsAny), 2)] = (x, others) => Builder.Compare(Opcode.LessUnsigned, IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.ContainsAny), 3)] = (x, others) => Builder.Compare(Opcode.LessUnsigned, IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.ContainsAny), 4)] = (x, others) => Builder.Compare(Opcode.LessUnsigned, IndexOfAny(x, others), x.Length),
            [(nameof(MemoryExtensions.Count), 2)] = Count,
        };
    }

    private InstructionBuilder Builder => _method.Builder;

    private SpanAccess Access => _method.SpanAccess;

    /// <summary>Compiles an extension method of spans; null where it is none that can be compiled.</summary>
    public Operand? TryLower(IInvocationOperation operation)
    {
        IMethodSymbol target = operation.TargetMethod;
        if (target.ContainingType.ToDisplayString() != "System.MemoryExtensions" || target.Parameters is not [{ Type: var type }, ..])
            return null;
        if (!SpanShapes.IsSpan(type) || _method.Context.Shapes[type].SpanElement is not { } element)
            return null;
        if (target.Name == nameof(MemoryExtensions.Reverse) && target.Parameters.Length == 1)
            return Reverse(_method.Calls.LowerArguments(operation.Arguments)[0]);
        bool areScalars = element.IsScalar && target.Parameters.Skip(1).All(parameter => IsOf(parameter.Type, element));
        bool isOfSpan = target.Parameters is [_, { Type: var other }] && SpanShapes.IsSpan(other);
        bool isOther = isOfSpan
            ? target.Name is nameof(MemoryExtensions.LastIndexOf) or nameof(MemoryExtensions.Count)
            : target.Name is nameof(MemoryExtensions.StartsWith) or nameof(MemoryExtensions.EndsWith);
        if (!areScalars || isOther
            || !_extensions.TryGetValue((target.Name, target.Parameters.Length), out Func<Elements, Operand[], Value>? lower))
            return null;
        Operand[] operands = _method.Calls.LowerArguments(operation.Arguments);
        if (operands[0] is not MemoryPlace { Shape.SpanElement: not null } || Array.Exists(operands, _method.Expressions.IsDiagnosed))
            return NothingOperand.Instance;
        // What is looked for is read once, before the loop.
        for (int i = 1; i < operands.Length; i++)
        {
            if (!IsSpan(operands[i]))
                operands[i] = new ValueOperand(_method.Operands.Read(operands[i], operation), element);
        }

        return new ValueOperand(lower(SpanOf(operands[0]), operands), _method.ShapeOf(operation));
    }

    /// <summary>Whether two spans show the same.</summary>
    public Value AreEqual(MemoryPlace x, MemoryPlace y) => IsPrefix(SpanOf(x), SpanOf(y), isWhole: true);

    /// <summary>Sets all elements to zero.</summary>
    public void Clear(MemoryPlace span)
    {
        Access.ForEach(span, element =>
        {
            if (element.Shape.IsScalar)
                _method.Operands.WriteMemory(element, Builder.Constant(element.Shape.IrType, 0));
            else
                _method.Operands.Zero(element);
        });
    }

    /// <summary>Copies all elements; where the target is too short, the fault exit.</summary>
    public void Copy(MemoryPlace source, MemoryPlace destination)
    {
        Builder.FaultIf(Builder.Compare(Opcode.LessUnsigned, Access.Load(destination).Length, Access.Load(source).Length));
        CopyAll(source, destination);
    }

    /// <summary>Copies all elements where the target is long enough, and answers whether it is.</summary>
    public Operand TryCopy(MemoryPlace source, MemoryPlace destination)
    {
        Value fits = Builder.Compare(Opcode.LessOrEqualUnsigned, Access.Load(source).Length, Access.Load(destination).Length);
        BasicBlock copy = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(fits, copy, next);
        Builder.Start(copy);
        CopyAll(source, destination);
        Builder.Jump(next);
        Builder.Start(next);
        return new ValueOperand(fits, _method.Context.Shapes.Boolean);
    }

    // Where the target starts after the source, elements may lie in both: they are copied from the end then.
    private void CopyAll(MemoryPlace source, MemoryPlace destination)
    {
        TypeShape element = source.Shape.SpanElement!;
        SpanValue from = Access.Load(source);
        SpanValue to = Access.Load(destination);
        Value last = Builder.Binary(Opcode.Subtract, from.Length, 1);
        Value isSame = Builder.Compare(Opcode.Equal, to.Memory, from.Memory);
        Value isAfter = Builder.Select(isSame, Builder.Compare(Opcode.LessUnsigned, from.Start, to.Start), IsAddressAfter(from, to, element));
        BasicBlock backward = Builder.NewBlock();
        BasicBlock forward = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(isAfter, backward, forward);
        Builder.Start(backward);
        Access.Loop(from.Length, index => CopyElement(Builder.Binary(Opcode.Subtract, last, index)));
        Builder.Jump(next);
        Builder.Start(forward);
        Access.Loop(from.Length, CopyElement);
        Builder.Jump(next);
        Builder.Start(next);

        void CopyElement(Value index)
        {
            MemoryPlace target = Access.Element(to, index, element);
            MemoryPlace value = Access.Element(from, index, element);
            if (element.IsScalar)
                _method.Operands.WriteMemory(target, _method.Operands.ReadMemory(value));
            else
                _method.Operands.CopyMemory(target, _method.Operands.ApartFrom(target, value));
        }
    }

    // Fields that share bytes, what pointers lead to, and an entry of a map that is found twice may be known by different addresses.
    private Value IsAddressAfter(SpanValue from, SpanValue to, TypeShape element)
    {
        Value apart = Builder.Binary(Opcode.Subtract, Number(to.Memory), Number(from.Memory));
        Value starts = Builder.Binary(Opcode.Multiply, Builder.Binary(Opcode.Subtract, to.Start, from.Start), element.Size);
        Value isAfter = Builder.Compare(Opcode.LessSigned, Builder.Constant(IrType.I64, 0), Builder.Binary(Opcode.Add, apart, starts));
        return Builder.Binary(Opcode.And, Builder.Emit(Opcode.MayOverlap, IrType.Bool, to.Memory, from.Memory), isAfter);

        Value Number(Value address) => Builder.Emit(Opcode.Reinterpret, IrType.I64, 0, null, address);
    }

    private Operand Reverse(Operand operand)
    {
        if (operand is not MemoryPlace { Shape.SpanElement: { } shape } place)
            return NothingOperand.Instance;
        SpanValue span = Access.Load(place);
        Value last = Builder.Binary(Opcode.Subtract, span.Length, 1);
        Value half = Builder.Emit(Opcode.ShiftRightUnsigned, IrType.I64, span.Length, Builder.Constant(IrType.I32, 1));
        Access.Loop(half, index =>
        {
            MemoryPlace first = Access.Element(span, index, shape);
            MemoryPlace second = Access.Element(span, Builder.Binary(Opcode.Subtract, last, index), shape);
            if (shape.IsScalar)
            {
                Value value = _method.Operands.ReadMemory(first);
                _method.Operands.WriteMemory(first, _method.Operands.ReadMemory(second));
                _method.Operands.WriteMemory(second, value);
                return;
            }

            MemoryPlace copy = _method.Variables.NewTemporary("copy", shape);
            _method.Operands.CopyMemory(copy, first);
            _method.Operands.CopyMemory(first, second);
            _method.Operands.CopyMemory(second, copy);
        });
        return NothingOperand.Instance;
    }

    private Value IsPrefix(Elements span, Elements prefix, bool isWhole)
    {
        Value length = CommonLength(span, prefix);
        Value isPrefix = Builder.Compare(Opcode.Equal, length, prefix.Length);
        return isWhole ? Builder.Binary(Opcode.And, isPrefix, Builder.Compare(Opcode.Equal, length, span.Length)) : isPrefix;
    }

    private Value EndsWith(Elements span, Elements end)
    {
        Value fits = Builder.Compare(Opcode.LessOrEqualUnsigned, end.Length, span.Length);
        Value start = Builder.Binary(Opcode.Subtract, span.Length, end.Length);
        Value compared = Builder.Select(fits, end.Length, Builder.Constant(IrType.I64, 0));
        Value same = CountWhile(compared, i => Same(span[Builder.Binary(Opcode.Add, start, i)], end[i]));
        return Builder.Binary(Opcode.And, fits, Builder.Compare(Opcode.Equal, same, end.Length));
    }

    private Value CommonLength(Elements x, Elements y) => CountWhile(Less(x.Length, y.Length), i => Same(x[i], y[i]));

    // The CLR subtracts lengths where it subtracts elements that are characters or bytes.
    private Value Compare(Elements x, Elements y)
    {
        Value least = Less(x.Length, y.Length);
        Value same = CountWhile(least, i => Same(x[i], y[i]));
        MemoryPlace result = _method.Variables.NewTemporary("order", _method.Context.Shapes.Int32);
        bool isSubtracted = x.Shape.Type.SpecialType is SpecialType.System_Byte or SpecialType.System_Char;
        Value xLength = Builder.Narrow(x.Length);
        Value yLength = Builder.Narrow(y.Length);
        Value lengths = isSubtracted
            ? Builder.Binary(Opcode.Subtract, xLength, yLength)
            : _method.Arithmetic.Order(xLength, yLength, isSigned: true);
        _method.Operands.WriteMemory(result, lengths);
        BasicBlock different = Builder.NewBlock();
        BasicBlock next = Builder.NewBlock();
        Builder.Branch(Builder.Compare(Opcode.LessUnsigned, same, least), different, next);
        Builder.Start(different);
        _method.Operands.WriteMemory(result, _method.Arithmetic.CompareTo(x[same], y[same], x.Shape));
        Builder.Jump(next);
        Builder.Start(next);
        return _method.Operands.ReadMemory(result);
    }

    private Value IndexOf(Elements span, Elements part, out Value positions)
    {
        Value fits = Builder.Compare(Opcode.LessOrEqualUnsigned, part.Length, span.Length);
        Value last = Builder.Binary(Opcode.Subtract, span.Length, part.Length);
        positions = Builder.Select(fits, Builder.Binary(Opcode.Add, last, 1), Builder.Constant(IrType.I64, 0));
        return CountWhile(positions, start =>
        {
            Value same = CountWhile(part.Length, i => Same(span[Builder.Binary(Opcode.Add, start, i)], part[i]));
            return Builder.Compare(Opcode.NotEqual, same, part.Length);
        });
    }

    // The values stand behind the span: one by one, or as a span of their own.
    private Value IndexOfAny(Elements span, Operand[] operands) => CountWhile(span.Length, i =>
    {
        Value element = span[i];
        if (IsSpan(operands[1]))
        {
            Elements values = SpanOf(operands[1]);
            Value others = CountWhile(values.Length, value => Builder.Compare(Opcode.NotEqual, element, values[value]));
            return Builder.Compare(Opcode.Equal, others, values.Length);
        }

        return operands.Skip(1)
            .Select(value => Builder.Compare(Opcode.NotEqual, element, ((ValueOperand)value).Value))
            .Aggregate((x, y) => Builder.Binary(Opcode.And, x, y));
    });

    private Value IndexOfAnyExcept(Elements span, Operand[] operands) => CountWhile(span.Length, i =>
    {
        Value element = span[i];
        if (operands[1] is ValueOperand { Value: var value })
            return Same(element, value);
        Elements values = SpanOf(operands[1]);
        Value others = CountWhile(values.Length, index => Builder.Compare(Opcode.NotEqual, element, values[index]));
        return Builder.Compare(Opcode.NotEqual, others, values.Length);
    });

    private Value LastIndexOf(Elements span, Operand[] operands)
    {
        Value last = Builder.Binary(Opcode.Subtract, span.Length, 1);
        Value value = ((ValueOperand)operands[1]).Value;
        Value others = CountWhile(span.Length, i =>
            Builder.Compare(Opcode.NotEqual, span[Builder.Binary(Opcode.Subtract, last, i)], value));
        return Builder.Narrow(Builder.Binary(Opcode.Subtract, last, others));
    }

    private Value Count(Elements span, Operand[] operands)
    {
        Value value = ((ValueOperand)operands[1]).Value;
        MemoryPlace count = _method.Structs.Default(_method.Context.Shapes.Int32);
        Access.Loop(span.Length, i =>
        {
            Value one = Builder.Emit(Opcode.ZeroExtend, IrType.I32, 1, null, Same(span[i], value));
            _method.Operands.WriteMemory(count, Builder.Binary(Opcode.Add, _method.Operands.ReadMemory(count), one));
        });
        return _method.Operands.ReadMemory(count);
    }

    /// <summary>How many of the numbers from 0 up pass a test before the first that does not.</summary>
    private Value CountWhile(Value count, Func<Value, Value> test)
    {
        StackSlot slot = Builder.Function.NewSlot("count", sizeof(long), sizeof(long));
        Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, count);
        BasicBlock found = Builder.NewBlock();
        Access.Loop(count, index =>
        {
            BasicBlock different = Builder.NewBlock();
            BasicBlock same = Builder.NewBlock();
            Builder.Branch(test(index), same, different);
            Builder.Start(different);
            Builder.Store(VariableTable.AddressAccess, Builder.AddressOf(slot), 0, index);
            Builder.Jump(found);
            Builder.Start(same);
        });
        Builder.Jump(found);
        Builder.Start(found);
        return Builder.Load(IrType.I64, VariableTable.AddressAccess, Builder.AddressOf(slot), 0);
    }

    private Value IndexOrMinusOne(Value index, Value end) => Builder.Select(
        Builder.Compare(Opcode.LessUnsigned, index, end), Builder.Narrow(index), Builder.Constant(IrType.I32, -1));

    private Value Less(Value x, Value y) => Builder.Select(Builder.Compare(Opcode.LessUnsigned, x, y), x, y);

    private Value Same(Value x, Value y) => Builder.Compare(Opcode.Equal, x, y);

    private bool IsOf(ITypeSymbol type, TypeShape element) =>
        SymbolEqualityComparer.Default.Equals((_method.Context.Shapes[type].SpanElement ?? _method.Context.Shapes[type]).Type, element.Type);

    private static bool IsSpan(Operand operand) => operand is MemoryPlace { Shape.SpanElement: not null };

    private Elements SpanOf(Operand operand)
    {
        var place = (MemoryPlace)operand;
        return new Elements(_method, Access.Load(place), place.Shape.SpanElement!);
    }

    /// <summary>The scalars that a span shows.</summary>
    private readonly record struct Elements(MethodLowering Method, SpanValue Span, TypeShape Shape)
    {
        public Value Length => Span.Length;

        public Value this[Value index] => Method.Operands.ReadMemory(Method.SpanAccess.Element(Span, index, Shape));
    }
}
