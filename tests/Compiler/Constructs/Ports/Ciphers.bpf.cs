using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace CsBpf.Constructs.Ports;

/// <summary>ChaCha20, Speck, TEA and the S-box of AES.</summary>
[BpfObject]
public partial class Ciphers
{
    public struct Args
    {
        public uint Counter;
        public ulong Nonce;
        public Key Text;
        public Block Out;
        public ulong Speck, Tea;
        public byte Sbox;
    }

    [InlineArray(32)]
    public struct Key
    {
        private byte _first;
    }

    [InlineArray(64)]
    public struct Block
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ChaCha20(args.Text, args.Counter, args.Nonce, args.Out);
        args.Speck = Speck(args.Nonce, args.Counter, args.Text[0]);
        args.Tea = Tea(args.Nonce, args.Text);
        args.Sbox = Sbox((byte)args.Counter);
        return args.Out[63];
    }

    private static void ChaCha20(ReadOnlySpan<byte> key, uint counter, ulong nonce, Span<byte> output)
    {
        Span<uint> initial = stackalloc uint[16];
        ReadOnlySpan<byte> sigma = "expand 32-byte k"u8;
        for (int i = 0; i < 4; i++)
            initial[i] = BinaryPrimitives.ReadUInt32LittleEndian(sigma[(i * 4)..]);
        for (int i = 0; i < 8; i++)
            initial[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(i * 4)..]);
        initial[12] = counter;
        initial[13] = 0;
        (initial[14], initial[15]) = ((uint)nonce, (uint)(nonce >> 32));
        Span<uint> x = stackalloc uint[16];
        initial.CopyTo(x);
        for (int round = 0; round < 10; round++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 1, 5, 9, 13);
            Quarter(x, 2, 6, 10, 14);
            Quarter(x, 3, 7, 11, 15);
            Quarter(x, 0, 5, 10, 15);
            Quarter(x, 1, 6, 11, 12);
            Quarter(x, 2, 7, 8, 13);
            Quarter(x, 3, 4, 9, 14);
        }

        for (int i = 0; i < 16; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(output.Slice(i * 4, 4), x[i] + initial[i]);
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[a] += x[b]; x[d] = RotateLeft(x[d] ^ x[a], 16);
        x[c] += x[d]; x[b] = RotateLeft(x[b] ^ x[c], 12);
        x[a] += x[b]; x[d] = RotateLeft(x[d] ^ x[a], 8);
        x[c] += x[d]; x[b] = RotateLeft(x[b] ^ x[c], 7);
    }

    private static ulong Speck(ulong block, uint key0, uint key1)
    {
        var (x, y) = ((uint)(block >> 32), (uint)block);
        (uint a, uint b) = (key0, key1);
        for (uint i = 0; i < 22; i++)
        {
            x = (RotateRight(x, 8) + y) ^ a;
            y = RotateLeft(y, 3) ^ x;
            b = (RotateRight(b, 8) + a) ^ i;
            a = RotateLeft(a, 3) ^ b;
        }

        return (ulong)x << 32 | y;
    }

    private static ulong Tea(ulong block, in Key key)
    {
        uint v0 = (uint)block, v1 = (uint)(block >> 32), sum = 0;
        Span<uint> k = stackalloc uint[4];
        for (int i = 0; i < 4; i++)
            k[i] = (uint)(key[4 * i] | key[4 * i + 1] << 8 | key[4 * i + 2] << 16 | key[4 * i + 3] << 24);
        unchecked
        {
            for (int i = 0; i < 32; i++)
            {
                v0 += ((v1 << 4 ^ v1 >> 5) + v1) ^ (sum + k[(int)(sum & 3)]);
                sum += 0x9e3779b9;
                v1 += ((v0 << 4 ^ v0 >> 5) + v0) ^ (sum + k[(int)(sum >> 11 & 3)]);
            }
        }

        return v0 | (ulong)v1 << 32;
    }

    private static byte Sbox(byte x)
    {
        byte inverse = 0;
        for (int y = 1; y < 256; y++)
        {
            if (Multiply(x, (byte)y) == 1)
            {
                inverse = (byte)y;
                break;
            }
        }

        int s = inverse;
        int result = s;
        for (int i = 1; i < 5; i++)
            result ^= (s << i | s >> (8 - i)) & 0xff;
        return (byte)(result ^ 0x63);
    }

    private static byte Multiply(byte a, byte b)
    {
        int p = 0, x = a;
        for (int i = 0; i < 8; i++)
        {
            p ^= -(b >> i & 1) & x;
            x = x << 1 ^ (-(x >> 7) & 0x11b);
        }

        return (byte)p;
    }
}
