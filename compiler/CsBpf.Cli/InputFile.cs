using CsBpf.Object;

namespace CsBpf.Cli;

/// <summary>Reads a file that the user named.</summary>
internal static class InputFile
{
    /// <summary>No object comes near; a larger file is none.</summary>
    private const long MaxObjectSize = 1L << 30;

    /// <summary>Works on the bytes of an object file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="use">What is done with them. That they are no object is told with the path.</param>
    /// <exception cref="CommandException">There is no such file, it can't be read, or it is no object.</exception>
    public static T UseObject<T>(string path, Func<byte[], T> use)
    {
        var file = Existing(path);
        if (file.Length > MaxObjectSize)
            throw new CommandException($"{path}: too large for a BPF object: {file.Length} bytes");
        byte[] bytes = Read(path, File.ReadAllBytes);
        try
        {
            return use(bytes);
        }
        catch (ObjectFormatException exception)
        {
            throw new CommandException($"{path}: no BPF object: {exception.Message}");
        }
    }

    /// <summary>The text of a source file.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="CommandException">There is no such file, or it can't be read.</exception>
    public static string ReadSource(string path)
    {
        Existing(path);
        return Read(path, File.ReadAllText);
    }

    private static FileInfo Existing(string path)
    {
        if (Directory.Exists(path))
            throw new CommandException($"{path}: is a directory");
        var file = new FileInfo(path);
        return file.Exists ? file : throw new CommandException($"{path}: no such file");
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: can't be read: {ErrorText.Of(exception)}");
        }
    }
}
