using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Ir;

/// <summary>What each operation asks of its own type, its arguments' types, its immediate and its detail.</summary>
internal static class IrTypeRules
{
    private static readonly Dictionary<Opcode, (string Rule, Func<Value, bool> Holds)> Rules = new()
    {
        [Opcode.Constant] = ("a constant fits its type: a Bool is 0 or 1, an I32 is kept with its sign, a pointer is null", value => value.Type switch
        {
            IrType.Bool => value.Immediate is 0 or 1,
            IrType.I32 => value.Immediate == (int)value.Immediate,
            IrType.Pointer or IrType.KernelPointer => value.Immediate == 0,
            var type => type == IrType.I64,
        }),
        [Opcode.Undefined] = ("a number or an address may be undefined", value => value.Type is IrType.I64 or IrType.Pointer),
        [Opcode.Parameter] = ("a parameter has a type", value => value.Type != IrType.Void),
        [Opcode.Phi] = ("all arguments of a phi are of its type", value => value.Type != IrType.Void && value.Arguments.All(argument => argument.Type == value.Type)),
        [Opcode.Add] = Arithmetic,
        [Opcode.Subtract] = Arithmetic,
        [Opcode.Multiply] = Arithmetic,
        [Opcode.DivideSigned] = Arithmetic,
        [Opcode.DivideUnsigned] = Arithmetic,
        [Opcode.RemainderSigned] = Arithmetic,
        [Opcode.RemainderUnsigned] = Arithmetic,
        [Opcode.Negate] = Arithmetic,
        [Opcode.And] = Logic,
        [Opcode.Or] = Logic,
        [Opcode.Xor] = Logic,
        [Opcode.ShiftLeft] = Shift,
        [Opcode.ShiftRightSigned] = Shift,
        [Opcode.ShiftRightUnsigned] = Shift,
        [Opcode.Equal] = Equality,
        [Opcode.NotEqual] = Equality,
        [Opcode.LessSigned] = SignedOrder,
        [Opcode.LessOrEqualSigned] = SignedOrder,
        [Opcode.LessUnsigned] = UnsignedOrder,
        [Opcode.LessOrEqualUnsigned] = UnsignedOrder,
        [Opcode.SwapBytes] = ("it reverses the lowest 16, 32 or 64 bits of an integer of its type", value =>
            IsInteger(value.Type) && TypeOf(value, 0) == value.Type && (value.Immediate is 16 or 32 || (value.Immediate == 64 && value.Type == IrType.I64))),
        [Opcode.SignExtend] = ("it extends the lowest 8, 16 or 32 bits of an integer to a type that is no smaller", value =>
            value.Immediate is 8 or 16 or 32 && IsInteger(value.Type) && IsInteger(TypeOf(value, 0)) && TypeOf(value, 0) <= value.Type),
        [Opcode.ZeroExtend] = ("it extends a Bool, or the lowest 8, 16 or 32 bits of an integer, to a type that is no smaller", value =>
            IsInteger(value.Type) && TypeOf(value, 0) <= value.Type
            && (TypeOf(value, 0) == IrType.Bool ? value.Immediate == 1 : IsInteger(TypeOf(value, 0)) && value.Immediate is 8 or 16 or 32)),
        [Opcode.Truncate] = ("it makes an I32 of an I64", value => value.Type == IrType.I32 && TypeOf(value, 0) == IrType.I64),
        [Opcode.Reinterpret] = ("it makes an I64 or an address of an I64 or an address", value => IsAddressOrI64(value.Type) && IsAddressOrI64(TypeOf(value, 0))),
        [Opcode.Select] = ("it selects by a Bool among two values of its type", value =>
            value.Type != IrType.Void && TypeOf(value, 0) == IrType.Bool && TypeOf(value, 1) == value.Type && TypeOf(value, 2) == value.Type),
        [Opcode.SlotAddress] = ("it is the Pointer to a slot", value => value is { Type: IrType.Pointer, Detail: StackSlot }),
        [Opcode.GlobalAddress] = ("it is the Pointer to a global variable", value => value is { Type: IrType.Pointer, Detail: GlobalVariable }),
        [Opcode.MapAddress] = ("it is the Pointer to a map", value => value is { Type: IrType.Pointer, Detail: MapDefinition }),
        [Opcode.FunctionAddress] = ("it is the Pointer to a callback", value => value is { Type: IrType.Pointer, Detail: Function { Callback: not null } }),
        [Opcode.PointerAdd] = ("it moves an address by an I64 of bytes", value =>
            IsAddress(value.Type) && TypeOf(value, 0) == value.Type && TypeOf(value, 1) == IrType.I64 && value.Detail is null or ArrayExtent { Size: > 0 }),
        [Opcode.MayOverlap] = ("it is a Bool about two Pointers", value =>
            value.Type == IrType.Bool && TypeOf(value, 0) == IrType.Pointer && TypeOf(value, 1) == IrType.Pointer),
        [Opcode.PacketStart] = PacketBound,
        [Opcode.PacketEnd] = PacketBound,
        [Opcode.Load] = ("it reads through a Pointer a value that its type holds", value =>
            value.Detail is MemoryAccess access && TypeOf(value, 0) == IrType.Pointer && Holds(value.Type, access.Size)),
        [Opcode.Store] = ("it writes through a Pointer what the value's type holds", value =>
            value is { Type: IrType.Void, Detail: MemoryAccess access } && TypeOf(value, 0) == IrType.Pointer && Holds(TypeOf(value, 1), access.Size)),
        [Opcode.Atomic] = ("it changes an integer of its type behind a Pointer by one such, or two where it compares", value =>
            IsInteger(value.Type) && value.Detail is AtomicAccess atomic
            && atomic.Size == (value.Type == IrType.I32 ? MemorySize.Word : MemorySize.DoubleWord)
            && value.Arguments.Count == (atomic.Operation == AtomicOperation.CompareExchange ? 3 : 2)
            && TypeOf(value, 0) == IrType.Pointer && value.Arguments.Skip(1).All(argument => argument.Type == value.Type)),
        [Opcode.Fence] = ("it gives nothing", value => value.Type == IrType.Void),
        [Opcode.Copy] = ("it copies bytes from a Pointer to a Pointer", value => IsMove(value) && TypeOf(value, 0) == IrType.Pointer && TypeOf(value, 1) == IrType.Pointer),
        [Opcode.Zero] = ("it zeroes bytes at a Pointer", value => IsMove(value) && TypeOf(value, 0) == IrType.Pointer),
        [Opcode.KernelLoad] = ("it reads a scalar member of a KernelPointer", value =>
            value is { Detail: KernelAccess { Size: { } size } } && TypeOf(value, 0) == IrType.KernelPointer && Holds(value.Type, size)),
        [Opcode.KernelAddress] = ("it is the KernelPointer to a member of a KernelPointer", value =>
            value is { Type: IrType.KernelPointer, Detail: KernelAccess } && TypeOf(value, 0) == IrType.KernelPointer),
        [Opcode.KernelProbe] = ("it reads through a KernelPointer a value that its type holds", value =>
            value.Detail is MemoryAccess access && TypeOf(value, 0) == IrType.KernelPointer && Holds(value.Type, access.Size)),
        [Opcode.CoreConstant] = ("it is an integer about a member or type", value => IsInteger(value.Type) && value.Detail is CoreConstant),
        [Opcode.KfuncExists] = ("it is a Bool about a kernel function", value => value is { Type: IrType.Bool, Detail: KernelFunction }),
        [Opcode.BudgetUsedUp] = ("it is a Bool", value => value.Type == IrType.Bool),
        [Opcode.CallHelper] = ("it passes at most five values to a helper and gives an I64, an address or nothing", value =>
            value.Detail is HelperFunction && IsCall(value) && (value.Type == IrType.Void || IsAddressOrI64(value.Type))),
        [Opcode.CallKfunc] = ("it passes at most five values to a kernel function", value => value.Detail is KernelFunction && IsCall(value)),
        [Opcode.Call] = ("it passes what the callee takes and gives what the callee gives", value =>
            value.Detail is Function callee && value.Type == callee.ReturnType && value.Arguments.Select(argument => argument.Type).SequenceEqual(callee.ParameterTypes)),
        [Opcode.Faulted] = ("it is a Bool about a call in its block", value =>
            value.Type == IrType.Bool && value.Arguments[0] is { CalledFunction: not null } call && call.Block == value.Block),
    };

    private static readonly (string Rule, Func<Value, bool> Holds)[] ByOpcode = [.. Enum.GetValues<Opcode>().Select(opcode => Rules[opcode])];

    private static (string, Func<Value, bool>) Arithmetic => ("integers of one type", value => IsInteger(value.Type) && AllOf(value, value.Type));

    private static (string, Func<Value, bool>) Logic =>
        ("integers of one type, or Bools", value => (IsInteger(value.Type) || value.Type == IrType.Bool) && AllOf(value, value.Type));

    private static (string, Func<Value, bool>) Shift =>
        ("an integer of the result's type, shifted by an I32", value => IsInteger(value.Type) && TypeOf(value, 0) == value.Type && TypeOf(value, 1) == IrType.I32);

    private static (string, Func<Value, bool>) PacketBound =>
        ("it is a Pointer from the context behind a Pointer", value => value is { Type: IrType.Pointer, Detail: PacketRange } && TypeOf(value, 0) == IrType.Pointer);

    private static (string, Func<Value, bool>) Equality =>
        ("a Bool about two values of one type", value => value.Type == IrType.Bool && TypeOf(value, 0) != IrType.Void && AllOf(value, TypeOf(value, 0)));

    private static (string, Func<Value, bool>) SignedOrder =>
        ("a Bool about two integers of one type", value => value.Type == IrType.Bool && IsInteger(TypeOf(value, 0)) && AllOf(value, TypeOf(value, 0)));

    private static (string, Func<Value, bool>) UnsignedOrder =>
        ("a Bool about two integers or two addresses of one type", value =>
            value.Type == IrType.Bool && (IsInteger(TypeOf(value, 0)) || IsAddress(TypeOf(value, 0))) && AllOf(value, TypeOf(value, 0)));

    /// <summary>The rule that a value breaks; null where it keeps its rules. The number of arguments is right.</summary>
    public static string? Broken(Value value)
    {
        (string rule, Func<Value, bool> holds) = ByOpcode[(int)value.Opcode];
        return holds(value) ? null : rule;
    }

    private static bool IsInteger(IrType type) => type is IrType.I32 or IrType.I64;

    private static bool IsAddress(IrType type) => type is IrType.Pointer or IrType.KernelPointer;

    private static bool IsAddressOrI64(IrType type) => type == IrType.I64 || IsAddress(type);

    private static bool Holds(IrType type, MemorySize size) => type switch
    {
        IrType.Bool => size == MemorySize.Byte,
        IrType.I32 => size <= MemorySize.Word,
        IrType.I64 => true,
        _ => IsAddress(type) && size == MemorySize.DoubleWord,
    };

    private static bool IsMove(Value value) => value is { Type: IrType.Void, Detail: 1 or 2 or 4 or 8, Immediate: >= 0 };

    private static bool IsCall(Value value) => value.Arguments.Count <= 5 && value.Arguments.All(argument => argument.Type != IrType.Void);

    private static IrType TypeOf(Value value, int argument) => value.Arguments[argument].Type;

    private static bool AllOf(Value value, IrType type) => value.Arguments.All(argument => argument.Type == type);
}
