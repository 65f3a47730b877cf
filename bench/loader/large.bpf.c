// A large object: 128 programs that read fields of the kernel's structs, call functions and use 32 maps.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define FOUR(X, n) X(n##0) X(n##1) X(n##2) X(n##3)
#define SIXTEEN(X, n) FOUR(X, n##0) FOUR(X, n##1) FOUR(X, n##2) FOUR(X, n##3)

#define MAP(n) struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, int); __type(value, long); } map##n SEC(".maps");
SIXTEEN(MAP, 1)
SIXTEEN(MAP, 2)

static __noinline long describe(struct task_struct *task, int salt)
{
	long sum = salt;
	for (int i = 0; i < 16; i++) {
		sum = sum * 31 + BPF_CORE_READ(task, real_parent, tgid) + BPF_CORE_READ(task, mm, owner, cred, uid.val);
		sum += BPF_CORE_READ(task, nsproxy, pid_ns_for_children, level) + BPF_CORE_READ(task, sched_info.run_delay);
		if (sum & 1)
			task = BPF_CORE_READ(task, group_leader);
	}
	return sum;
}

#define PROGRAM(n, map) \
	SEC("raw_tp/sched_switch") int program##n(struct bpf_raw_tracepoint_args *ctx) \
	{ \
		int key = n & 0xff; \
		long value = describe((void *)ctx->args[1], n) + describe((void *)ctx->args[2], key); \
		bpf_map_update_elem(&map, &key, &value, BPF_ANY); \
		return 0; \
	}
#define ODD(n) PROGRAM(1##n, map##n) PROGRAM(2##n, map##n)
#define EVEN(n) PROGRAM(3##n, map##n) PROGRAM(4##n, map##n)
SIXTEEN(ODD, 1) SIXTEEN(ODD, 2)
SIXTEEN(EVEN, 1) SIXTEEN(EVEN, 2)

char LICENSE[] SEC("license") = "GPL";
