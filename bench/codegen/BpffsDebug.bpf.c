/*
 * The C twin of samples/BpffsDebug: the kernel's preloaded iterators (kernel/bpf/preload/iterators), which print the header with the cheaper
 * bpf_seq_write, go without bpf_map_sum_elem_count on a kernel that lacks it, and ask whether a pointer is NULL where C# has to say it.
 */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

__s64 bpf_map_sum_elem_count(const struct bpf_map *map) __ksym __weak;

static const char map_header[] = "  id name             max_entries  cur_entries\n";
static const char prog_header[] = "  id name             attached\n";

SEC("iter/bpf_map")
int DumpMap(struct bpf_iter__bpf_map *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bpf_map *map = ctx->map;
	__s64 entries = 0;

	if (!map)
		return 0;

	if (ctx->meta->seq_num == 0)
		bpf_seq_write(seq, map_header, sizeof(map_header) - 1);

	if (bpf_map_sum_elem_count)
		entries = bpf_map_sum_elem_count(map);
	BPF_SEQ_PRINTF(seq, "%4u %-16s  %10d   %10lld\n", map->id, map->name, map->max_entries, entries);
	return 0;
}

static const char *full_name(struct bpf_prog_aux *aux)
{
	struct btf *btf = aux->btf;
	struct bpf_func_info *function = aux->func_info;
	struct btf_type *type;
	__u32 name;

	if (!btf || !function)
		return aux->name;

	bpf_probe_read_kernel(&type, sizeof(type), btf->types + function->type_id);
	name = type ? BPF_CORE_READ(type, name_off) : 0;
	return name < btf->hdr.str_len ? btf->strings + name : aux->name;
}

static const char *target_name(struct bpf_prog_aux *aux)
{
	struct bpf_prog *target = aux->dst_prog;

	return target ? target->aux->name : NULL;
}

SEC("iter/bpf_prog")
int DumpProgram(struct bpf_iter__bpf_prog *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bpf_prog *prog = ctx->prog;
	struct bpf_prog_aux *aux;

	if (!prog)
		return 0;

	if (ctx->meta->seq_num == 0)
		bpf_seq_write(seq, prog_header, sizeof(prog_header) - 1);

	aux = prog->aux;
	BPF_SEQ_PRINTF(seq, "%4u %-16s %s %s\n", aux->id, full_name(aux), aux->attach_func_name, target_name(aux));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
