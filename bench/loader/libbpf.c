// Opens, loads and closes an object as often as asked, and prints how long each time took, in nanoseconds.
// Usage: libbpf X.o COUNT
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <bpf/libbpf.h>

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments) { return 0; }

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments)
{
	if (count != 3)
		return 2;
	libbpf_set_print(quiet);
	for (int i = atoi(arguments[2]); i > 0; i--) {
		long long start = now();
		struct bpf_object *object = bpf_object__open_file(arguments[1], NULL);
		if (!object || bpf_object__load(object))
			return 1;
		bpf_object__close(object);
		printf("%lld\n", now() - start);
	}
	return 0;
}
