using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Structs;

/// <summary>Large structs that operators make: results are made where they are wanted, and what is not wanted any more makes room.</summary>
[BpfObject]
public partial class Matrices
{
    public struct Args
    {
        public Matrix First;
        public byte Power;
        public long Trace;
    }

    [Syscall(OnFault = -3)]
    public int Run(ref Args args)
    {
        Matrix factor = args.First;
        Matrix result = Matrix.Identity;
        for (int n = args.Power & 7; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
                result *= factor;
            factor = factor * factor;
        }

        args.Trace = result.Trace;
        return (int)result[args.Power >> 6, 1];
    }

    [InlineArray(16)]
    public struct Matrix
    {
        private long _first;

        public static Matrix Identity
        {
            get
            {
                Matrix identity = default;
                for (int i = 0; i < 4; i++)
                    identity[i, i] = 1;
                return identity;
            }
        }

        public readonly long Trace => this[0, 0] + this[1, 1] + this[2, 2] + this[3, 3];

        public long this[int row, int column]
        {
            readonly get => this[(row * 4) + column];
            set => this[(row * 4) + column] = value;
        }

        public static Matrix operator *(in Matrix a, in Matrix b)
        {
            Matrix product = default;
            for (int i = 0; i < 4; i++)
            {
                for (int j = 0; j < 4; j++)
                {
                    long sum = 0;
                    for (int k = 0; k < 4; k++)
                        sum += a[i, k] * b[k, j];
                    product[i, j] = sum;
                }
            }

            return product;
        }
    }
}
