// Every kind of BTF type, in the shapes that the formats have to keep.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define PLACED(name) __attribute__((section(name)))
#define SEC(name) PLACED(name) __attribute__((used))
#define decl_tag(tag) __attribute__((btf_decl_tag(tag)))
#define type_tag(tag) __attribute__((btf_type_tag(tag)))

enum plain { PLAIN_A, PLAIN_B = 7 };
enum with_negative { NEGATIVE = -1, POSITIVE = 1 };
enum large { LARGE = 0x123456789abcdefULL };
enum large_negative { LARGE_NEGATIVE = -0x123456789abcdefLL };
enum small { SMALL } __attribute__((packed));

struct declared;
union declared_union;

struct bits {
    int a : 3;
    u32 b : 29;
    u64 c : 40;
    _Bool d : 1;
};

struct node {
    struct node *next;
    struct node *const volatile *restrict links;
    union {
        u32 word;
        u8 bytes[4];
        struct { u8 low, high; };
    };
    struct declared *declared;
    union declared_union *declared_union;
    int (*callback)(struct node *self, const char *format, ...);
    void *data;
    float single;
    double real;
    __int128 wide;
    _Bool flag;
    char text[16];
    int matrix[2][3];
    enum plain plain;
    enum with_negative with_negative;
    enum large large;
    enum large_negative large_negative;
    enum small small;
    struct bits bits;
    int tagged decl_tag("member");
    int type_tag("user") *user;
} decl_tag("struct");

typedef struct { int x; } anonymous_t;
typedef struct node node_t decl_tag("typedef");

struct node node_global;
static volatile const anonymous_t node_static SEC(".rodata") = { 3 };
const u32 limit = 12;
u64 counter = 5;
extern u32 CONFIG_HZ PLACED(".kconfig");
extern const void bpf_prog_fops PLACED(".ksyms");

static __attribute__((noinline)) int add(int a, int b decl_tag("argument"))
{
    return a + b + node_static.x;
}

__attribute__((noinline)) int twice(int a)
{
    return add(a, a) * 2;
}

SEC("raw_tp/sys_enter")
int program(node_t *context)
{
    counter += twice(CONFIG_HZ) + limit;
    node_global.plain = PLAIN_B;
    return (int)(long)&bpf_prog_fops;
}

char _license[] SEC("license") = "GPL";
