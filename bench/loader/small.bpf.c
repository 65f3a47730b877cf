// A small object: a program, a map, a variable.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, int); __type(value, long); } counts SEC(".maps");
long total;

SEC("tc") int count(struct __sk_buff *skb)
{
	int key = skb->len;
	long *value = bpf_map_lookup_elem(&counts, &key);
	if (value)
		__sync_fetch_and_add(value, 1);
	total++;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
