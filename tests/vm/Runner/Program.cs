using System.Security.Cryptography;
using CsBpf.VmRunner;

// Loads the cgroup views of one object on the kernel that it runs on, and checks what they say against cgroupfs.
// Usage: CsBpf.VmRunner OBJECT. Exits with the number of checks that failed.
string path = args[0];
byte[] bytes = File.ReadAllBytes(path);

Console.WriteLine($"kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
Console.WriteLine($"object {Path.GetFileName(path)} sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}");
KernelLayout.Print(("cgroup", "kn"), ("cgroup", "level"), ("kernfs_node", "name"), ("kernfs_node", "id"), ("bpf_iter__cgroup", "cgroup"));

var checks = new Checks();
CgroupViewChecks.Run(bytes, checks);
return checks.Failed;
