using CsBpf.Object;
using CsBpf.Vmlinux;

// The build of CsBpf.Kernel runs this; people use `csbpf vmlinux`, which does more.
if (args is not [var snapshot, var names, var directory])
{
    Console.Error.WriteLine("usage: CsBpf.Vmlinux SNAPSHOT NAMES DIRECTORY");
    return 2;
}

try
{
    Generate(snapshot, names, directory);
    return 0;
}
catch (Exception exception) when (exception is ObjectFormatException or FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"CsBpf.Vmlinux: error : {exception.Message}");
    return 1;
}

static void Generate(string snapshot, string names, string directory)
{
    using FileStream input = File.OpenRead(snapshot);
    IReadOnlyList<KernelSourceFile> files = KernelSource.Generate(BtfSnapshot.Read(input), Names(names));
    Directory.CreateDirectory(directory);
    foreach (KernelSourceFile file in files)
    {
        // A file that stays as it was is not touched: what is built from it need not be built again.
        string path = Path.Combine(directory, file.Name);
        if (!File.Exists(path) || File.ReadAllText(path) != file.Text)
            File.WriteAllText(path, file.Text);
    }
}

static FriendlyNames Names(string path)
{
    using StreamReader table = File.OpenText(path);
    try
    {
        return FriendlyNames.Parse(table);
    }
    catch (FormatException exception)
    {
        throw new FormatException($"{path}: {exception.Message}", exception);
    }
}
