using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Vmlinux;

// The build of CsBpf.Kernel runs this; people use `csbpf vmlinux`.
try
{
    switch (args)
    {
        case ["generate", var snapshot, var names, var directory]:
            Generate(snapshot, names, directory);
            return 0;
        case ["snapshot", var kernel, var snapshot]:
            Snapshot(kernel, snapshot);
            return 0;
        default:
            Console.Error.WriteLine("usage: generate SNAPSHOT NAMES DIRECTORY | snapshot BTF SNAPSHOT");
            return 2;
    }
}
catch (Exception exception) when (exception is ObjectFormatException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"CsBpf.Vmlinux: error : {exception.Message}");
    return 1;
}

static void Generate(string snapshot, string names, string directory)
{
    using FileStream input = File.OpenRead(snapshot);
    using StreamReader table = File.OpenText(names);
    IReadOnlyList<KernelSourceFile> files = KernelSource.Generate(BtfSnapshot.Read(input), FriendlyNames.Parse(table));
    Directory.CreateDirectory(directory);
    foreach (KernelSourceFile file in files)
    {
        // A file that stays as it was is not touched: what is built from it need not be built again.
        string path = Path.Combine(directory, file.Name);
        if (!File.Exists(path) || File.ReadAllText(path) != file.Text)
            File.WriteAllText(path, file.Text);
    }
}

static void Snapshot(string kernel, string snapshot)
{
    BtfTypes types = BtfTypes.Parse(File.ReadAllBytes(kernel));
    using FileStream output = File.Create(snapshot);
    BtfSnapshot.Write(types, output);
}
