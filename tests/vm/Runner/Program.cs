using CsBpf.Testing;
using CsBpf.VmRunner;

// What runs in the virtual machine. Exits with the number of checks or tests that failed.
//
//   CsBpf.VmRunner DIRECTORY             what the objects in it answer, checked against cgroupfs and /proc
//   CsBpf.VmRunner TESTS.dll [FILTER]    the tests of an assembly whose names contain FILTER
string path = Path.GetFullPath(args[0]);

string release = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
Console.WriteLine($"kernel {release}");
if (path.EndsWith(".dll", StringComparison.Ordinal))
    return new TestAssemblyRun(path, args.ElementAtOrDefault(1) ?? "").Run();

byte[] Read(string name)
{
    string file = Path.Combine(path, $"{name}.bpf.o");
    Console.WriteLine($"object {name} sha256 {Command.Output("sha256sum", file).Split(' ')[0]}");
    return File.ReadAllBytes(file);
}

var checks = new Checks();
byte[] cgroupViews = Read("CgroupViews");
CgroupViewChecks.Run(cgroupViews, checks);
TaskViewChecks.Run(Read("TaskView"), checks);
BpffsDebugChecks.Run(Read("BpffsDebug"), cgroupViews, checks);
ConstructChecks.Run(Path.Combine(path, "Constructs"), checks);
Console.WriteLine($"kernel {release}: {checks.Passed} checks passed, {checks.Failed} failed");
return checks.Failed;
