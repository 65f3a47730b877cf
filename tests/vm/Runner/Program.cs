using CsBpf.Testing;
using CsBpf.VmRunner;

// What runs in the virtual machine. Exits with the number of checks or tests that failed.
//
//   CsBpf.VmRunner OBJECT.o              the cgroup views of an object, checked against cgroupfs
//   CsBpf.VmRunner TESTS.dll [FILTER]    the tests of an assembly whose names contain FILTER
string path = Path.GetFullPath(args[0]);

Console.WriteLine($"kernel {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
if (path.EndsWith(".dll", StringComparison.Ordinal))
    return new TestAssemblyRun(path, args.ElementAtOrDefault(1) ?? "").Run();

Console.WriteLine($"object {Path.GetFileName(path)} sha256 {Command.Output("sha256sum", path).Split(' ')[0]}");
KernelLayout.Print(("cgroup", "kn"), ("cgroup", "level"), ("kernfs_node", "name"), ("kernfs_node", "id"));
var checks = new Checks();
CgroupViewChecks.Run(File.ReadAllBytes(path), checks);
return checks.Failed;
