namespace CsBpf.Kernel;

/// <summary>What programs of netfilter are called with (<c>struct bpf_nf_ctx</c>).</summary>
/// <param name="state">The hook, and the interfaces that the packet comes in and goes out by.</param>
/// <param name="buffer">The packet.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE1006", Justification = "Named as the kernel's types are.")]
public delegate uint netfilter_hook(nf_hook_state state, sk_buff buffer);
