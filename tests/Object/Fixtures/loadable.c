// Programs that the verifier takes: maps, globals of each section, calls, CO-RE, loops, atomics.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define preserve __attribute__((preserve_access_index))
#define uint_of(name, value) int (*name)[value]
#define pointer_to(name, type) type *name

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static u64 (*bpf_ktime_get_ns)(void) = (void *)5;
static u64 (*bpf_get_current_task)(void) = (void *)35;
static long (*bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*bpf_loop)(u32 count, void *callback, void *context, u64 flags) = (void *)181;

struct task_struct {
    int pid;
    struct task_struct *real_parent;
} preserve;

struct {
    uint_of(type, 1);
    uint_of(max_entries, 64);
    pointer_to(key, u32);
    pointer_to(value, u64);
} counts SEC(".maps");

u64 total;
u32 step = 3;
const volatile u32 limit = 100;
static u64 seen[4];

static __attribute__((noinline)) u32 mix(u32 a, u16 b)
{
    u32 c = a;
    for (int i = 0; i < 8; i++)
        c = (c >> 3) ^ (c << 5) ^ (b * 40503u) + i;
    return __builtin_bswap32(c) % 1000;
}

static long each(u32 index, void *context)
{
    seen[index & 3] += (signed char)index;
    return 0;
}

SEC("raw_tp/sys_enter")
int enter(u64 *context)
{
    struct task_struct *task = (void *)bpf_get_current_task(), *parent = 0;
    int pid = 0;
    bpf_probe_read_kernel(&parent, sizeof(parent), &task->real_parent);
    bpf_probe_read_kernel(&pid, sizeof(pid), &parent->pid);
    u32 key = mix(pid, (u16)context[1]);
    u64 *count = bpf_map_lookup_elem(&counts, &key);
    u64 one = 1;
    if (!count)
        return bpf_map_update_elem(&counts, &key, &one, 0);
    if (*count > limit)
        __sync_fetch_and_add(&total, step);
    *count += 1;
    bpf_loop(4, each, 0, 0);
    return 0;
}

SEC("socket")
int filter(void *context)
{
    u64 now = bpf_ktime_get_ns();
    long long half = (long long)(now >> 1);
    return (int)(half < 7) + (int)(now / (step | 1));
}

char _license[] SEC("license") = "GPL";
