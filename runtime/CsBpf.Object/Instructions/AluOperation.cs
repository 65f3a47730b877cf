namespace CsBpf.Object.Instructions;

/// <summary>An arithmetic operation; the high four bits of the value are the opcode's, the lowest bit is the offset field.</summary>
public enum AluOperation : byte
{
    /// <summary><c>+=</c>.</summary>
    Add = 0x00,

    /// <summary><c>-=</c>.</summary>
    Sub = 0x10,

    /// <summary><c>*=</c>.</summary>
    Mul = 0x20,

    /// <summary><c>/=</c>, unsigned; division by zero gives 0.</summary>
    Div = 0x30,

    /// <summary><c>s/=</c>, signed (ISA v4); division by zero gives 0.</summary>
    SignedDiv = 0x31,

    /// <summary><c>|=</c>.</summary>
    Or = 0x40,

    /// <summary><c>&amp;=</c>.</summary>
    And = 0x50,

    /// <summary><c>&lt;&lt;=</c>.</summary>
    LeftShift = 0x60,

    /// <summary><c>&gt;&gt;=</c>, logical.</summary>
    RightShift = 0x70,

    /// <summary><c>r0 = -r0</c>; has no second operand.</summary>
    Neg = 0x80,

    /// <summary><c>%=</c>, unsigned; modulo zero leaves the destination as it is.</summary>
    Mod = 0x90,

    /// <summary><c>s%=</c>, signed (ISA v4); modulo zero leaves the destination as it is.</summary>
    SignedMod = 0x91,

    /// <summary><c>^=</c>.</summary>
    Xor = 0xa0,

    /// <summary><c>=</c>.</summary>
    Mov = 0xb0,

    /// <summary><c>s&gt;&gt;=</c>, arithmetic.</summary>
    ArithmeticRightShift = 0xc0,

    /// <summary>A change of byte order; see <see cref="BpfInstruction.EndianSwap"/>.</summary>
    EndianSwap = 0xd0,
}
