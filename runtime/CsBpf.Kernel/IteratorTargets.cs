// What the kernel iterates over. Of two that have the same parameters, the first one counts.

using CsBpf;
using CsBpf.Kernel;

[assembly: IteratorTarget("bpf_link", typeof(bpf_iter__bpf_link), Since = "5.19")]
[assembly: IteratorTarget("bpf_map", typeof(bpf_iter__bpf_map), Since = "5.8")]
[assembly: IteratorTarget("bpf_map_elem", typeof(bpf_iter__bpf_map_elem), Since = "5.9")]
[assembly: IteratorTarget("bpf_prog", typeof(bpf_iter__bpf_prog), Since = "5.9")]
[assembly: IteratorTarget("bpf_sk_storage_map", typeof(bpf_iter__bpf_sk_storage_map), Since = "5.9")]
[assembly: IteratorTarget("cgroup", typeof(bpf_iter__cgroup), Since = "6.1")]
[assembly: IteratorTarget("dmabuf", typeof(bpf_iter__dmabuf), Since = "6.16")]
[assembly: IteratorTarget("ipv6_route", typeof(bpf_iter__ipv6_route), Since = "5.8")]
[assembly: IteratorTarget("kmem_cache", typeof(bpf_iter__kmem_cache), Since = "6.13")]
[assembly: IteratorTarget("ksym", typeof(bpf_iter__ksym), Since = "6.0")]
[assembly: IteratorTarget("netlink", typeof(bpf_iter__netlink), Since = "5.8")]
[assembly: IteratorTarget("sockmap", typeof(bpf_iter__sockmap), Since = "5.10")]
[assembly: IteratorTarget("task", typeof(bpf_iter__task), Since = "5.8")]
[assembly: IteratorTarget("task_file", typeof(bpf_iter__task_file), Since = "5.8")]
[assembly: IteratorTarget("task_vma", typeof(bpf_iter__task_vma), Since = "5.12")]
[assembly: IteratorTarget("tcp", typeof(bpf_iter__tcp), Since = "5.9")]
[assembly: IteratorTarget("udp", typeof(bpf_iter__udp), Since = "5.9")]
[assembly: IteratorTarget("unix", typeof(bpf_iter__unix), Since = "5.15")]
