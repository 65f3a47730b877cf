using CsBpf.Testing;
using CsBpf.VmRunner;

// Loads the cgroup views of one object on the kernel that it runs on, and checks what they say against cgroupfs.
// Usage: CsBpf.VmRunner OBJECT. Exits with the number of checks that failed.
string path = args[0];

Console.WriteLine($"kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
Console.WriteLine($"object {Path.GetFileName(path)} sha256 {Command.Output("sha256sum", path).Split(' ')[0]}");
KernelLayout.Print(("cgroup", "kn"), ("cgroup", "level"), ("kernfs_node", "name"), ("kernfs_node", "id"));

var checks = new Checks();
CgroupViewChecks.Run(File.ReadAllBytes(path), checks);
return checks.Failed;
