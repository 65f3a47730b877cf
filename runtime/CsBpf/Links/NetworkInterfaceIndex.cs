using System.Runtime.InteropServices;
using CsBpf.Syscalls;

namespace CsBpf;

/// <summary>Network interfaces of this thread's network namespace, by the number that the kernel gives each.</summary>
internal static class NetworkInterfaceIndex
{
    /// <summary>The number of an interface.</summary>
    /// <param name="name">Its name: <c>eth0</c>.</param>
    /// <exception cref="BpfException">There is none of that name.</exception>
    public static int Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        uint index = LibC.InterfaceIndex(name);
        if (index == 0)
        {
            int result = -Marshal.GetLastPInvokeError();
            throw new Operation("find the network interface", name).Failed(result, "'ip link' lists those of this network namespace");
        }

        return (int)index;
    }
}
