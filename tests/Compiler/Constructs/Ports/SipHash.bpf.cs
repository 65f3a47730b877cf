using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>SipHash of a message of up to 64 bytes, with two choices of rounds.</summary>
[BpfObject]
public partial class SipHash
{
    public struct Args
    {
        public ulong Key0, Key1;
        public byte Length;
        public ulong Hash, Hash13;
        public Message Text;
    }

    [InlineArray(64)]
    public struct Message
    {
        private byte _first;
    }

    [Syscall(OnFault = -1)]
    public static int Run(ref Args args)
    {
        ReadOnlySpan<byte> message = args.Text;
        message = message[..Math.Min(args.Length, message.Length)];
        args.Hash = State.Compute(args.Key0, args.Key1, message);
        args.Hash13 = State.Compute(args.Key0, args.Key1, message, compression: 1, finalization: 3);
        return (int)(args.Hash >> 32);
    }

    private struct State(ulong k0, ulong k1)
    {
        private ulong _v0 = k0 ^ 0x736f6d6570736575;
        private ulong _v1 = k1 ^ 0x646f72616e646f6d;
        private ulong _v2 = k0 ^ 0x6c7967656e657261;
        private ulong _v3 = k1 ^ 0x7465646279746573;

        public static ulong Compute(ulong k0, ulong k1, ReadOnlySpan<byte> message, int compression = 2, int finalization = 4)
        {
            var state = new State(k0, k1);
            ulong last = (ulong)message.Length << 56;
            while (message.Length >= sizeof(ulong))
            {
                state.Compress(BinaryPrimitives.ReadUInt64LittleEndian(message), compression);
                message = message[sizeof(ulong)..];
            }

            for (int i = 0; i < message.Length; i++)
                last |= (ulong)message[i] << (8 * i);

            state.Compress(last, compression);
            state._v2 ^= 0xff;
            state.Rounds(finalization);
            return state._v0 ^ state._v1 ^ state._v2 ^ state._v3;
        }

        private void Compress(ulong m, int rounds)
        {
            _v3 ^= m;
            Rounds(rounds);
            _v0 ^= m;
        }

        private void Rounds(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _v0 += _v1; _v2 += _v3;
                _v1 = BitOperations.RotateLeft(_v1, 13); _v3 = BitOperations.RotateLeft(_v3, 16);
                _v1 ^= _v0; _v3 ^= _v2;
                _v0 = BitOperations.RotateLeft(_v0, 32);
                _v2 += _v1; _v0 += _v3;
                _v1 = BitOperations.RotateLeft(_v1, 17); _v3 = BitOperations.RotateLeft(_v3, 21);
                _v1 ^= _v2; _v3 ^= _v0;
                _v2 = BitOperations.RotateLeft(_v2, 32);
            }
        }
    }
}
