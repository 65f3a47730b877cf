// Something of everything that an object can hold, for MutatedObjectTests.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct entry { struct bpf_spin_lock lock; int number; };
struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, int); __type(value, int);
} leaf SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS); __uint(max_entries, 2); __type(key, int); __array(values, struct inner);
} outer SEC(".maps") = { .values = { [1] = &leaf } };
struct {
	__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int); __type(value, struct entry); __uint(pinning, LIBBPF_PIN_BY_NAME);
} table SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, long); } tasks SEC(".maps");

int target(struct __sk_buff *skb);
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 2); __uint(key_size, 4); __array(values, int (void *));
} jumps SEC(".maps") = { .values = { [1] = (void *)&target } };

extern int LINUX_KERNEL_VERSION __kconfig;
extern int CONFIG_HZ __kconfig __weak;
extern const void vfs_read __ksym;
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

struct task_struct___other { int not_there; } __attribute__((preserve_access_index));

const volatile int limit = 10;
int zero;
long counter = 3;
char own[16] SEC(".data.own") = "own";
static int hidden[4];

__weak __hidden int scale(int value) { return value * 2 + hidden[value & 3]; }
__noinline int global_function(int value) { return value + (int)counter; }
static __noinline int each(__u32 index, void *context) { counter += index; return index > 4; }

SEC("tc") int target(struct __sk_buff *skb) { return skb->len; }

SEC("tc") int jump(struct __sk_buff *skb)
{
	int key = 1;
	struct entry *entry = bpf_map_lookup_elem(&table, &key);
	if (entry) {
		bpf_spin_lock(&entry->lock);
		entry->number++;
		bpf_spin_unlock(&entry->lock);
	}
	bpf_loop(limit, each, 0, 0);
	bpf_tail_call(skb, &jumps, 1);
	return scale(global_function(zero));
}

SEC("tp_btf/sched_switch") int BPF_PROG(on_switch, bool preempt, struct task_struct *previous, struct task_struct *next)
{
	struct task_struct___other *other = (void *)next;
	if (bpf_core_field_exists(other->not_there))
		counter += other->not_there;
	counter += BPF_CORE_READ(next, mm, owner, pid) + bpf_core_type_size(struct task_struct) + bpf_core_enum_value(enum bpf_map_type, BPF_MAP_TYPE_HASH);
	counter += BPF_CORE_READ_BITFIELD_PROBED(next, sched_reset_on_fork);
	return 0;
}

SEC("iter/task") int show(struct bpf_iter__task *ctx)
{
	static const char format[] = "%d %s\n";
	struct task_struct *task = ctx->task;
	if (task)
		bpf_seq_printf(ctx->meta->seq, format, sizeof(format), &(__u64[]){ task->pid, (__u64)task->comm }, 16);
	return 0;
}

SEC("?syscall") int configuration(void *ctx)
{
	if (bpf_rcu_read_lock && bpf_rcu_read_unlock) {
		bpf_rcu_read_lock();
		bpf_rcu_read_unlock();
	}
	int *reserved = bpf_ringbuf_reserve(&events, sizeof(int), 0);
	if (reserved) {
		*reserved = own[1];
		bpf_ringbuf_submit(reserved, 0);
	}
	return LINUX_KERNEL_VERSION + CONFIG_HZ + (&vfs_read != 0);
}

SEC("struct_ops/ssthresh") __u32 BPF_PROG(ssthresh, struct sock *sk) { return 2; }
SEC("struct_ops/undo_cwnd") __u32 BPF_PROG(undo_cwnd, struct sock *sk) { return ((struct tcp_sock *)sk)->snd_cwnd; }
SEC("struct_ops/cong_avoid") void BPF_PROG(cong_avoid, struct sock *sk, __u32 ack, __u32 acked) { }
SEC(".struct_ops") struct tcp_congestion_ops csbpf_fuzz = {
	.ssthresh = (void *)ssthresh, .undo_cwnd = (void *)undo_cwnd, .cong_avoid = (void *)cong_avoid, .name = "csbpf_fuzz",
};

char LICENSE[] SEC("license") = "GPL";
