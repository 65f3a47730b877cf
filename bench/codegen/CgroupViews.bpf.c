/* The C twin of samples/CgroupViews: what a C programmer would write for the same view. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u64);
	__type(value, __s64);
} Reads SEC(".maps");

SEC("iter/cgroup")
int Show(struct bpf_iter__cgroup *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct cgroup *cg = ctx->cgroup;
	__s64 *reads, zero = 0;
	__u64 id;

	if (!cg)
		return 0;

	id = cg->kn->id;
	reads = bpf_map_lookup_elem(&Reads, &id);
	if (!reads) {
		bpf_map_update_elem(&Reads, &id, &zero, BPF_NOEXIST);
		reads = bpf_map_lookup_elem(&Reads, &id);
		if (!reads)
			return 0;
	}

	(*reads)++;
	BPF_SEQ_PRINTF(seq, "%8llu %-24s level=%d descendants=%d dying=%d reads=%lld\n",
		       id, cg->kn->name, cg->level, cg->nr_descendants, cg->nr_dying_descendants, *reads);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
