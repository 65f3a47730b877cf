// The same with fields of the kernel's structs, so that its types are read and searched.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, int); __type(value, long); } counts SEC(".maps");

SEC("raw_tp/sched_switch") int count(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[2];
	int key = BPF_CORE_READ(task, real_parent, tgid);
	long value = BPF_CORE_READ(task, mm, owner, cred, uid.val) + BPF_CORE_READ(task, nsproxy, pid_ns_for_children, level);
	bpf_map_update_elem(&counts, &key, &value, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
