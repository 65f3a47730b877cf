using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// The members through which the verifier gives pointers that must be checked before use (its lists <c>__safe_rcu_or_null</c> and
/// <c>__safe_trusted_or_null</c>). All other members give pointers that may be used as they are: the kernel survives a fault.
/// </summary>
internal static class VerifierNullability
{
    private static readonly HashSet<string> Members =
        ["mm_struct.exe_file", "sk_buff.sk", "request_sock.sk", "socket.sk", "vm_area_struct.vm_mm", "vm_area_struct.vm_file"];

    /// <summary>Whether a loaded pointer must be checked.</summary>
    public static bool MayBeNull(KernelAccess access) => Members.Contains(access.Display);
}
