namespace CsBpf.Cli;

/// <summary>Writes a file that the user asked for: the whole of it, or nothing.</summary>
internal static class OutputFile
{
    /// <summary>Writes the bytes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="bytes">The contents.</param>
    /// <exception cref="CommandException">The file can't be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        if (Directory.Exists(path))
            throw new CommandException($"{path}: is a directory");
        bool existed = File.Exists(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!existed)
                DeleteRest(path);
            throw new CommandException($"{path}: can't be written: {ErrorText.Of(exception)}");
        }
    }

    private static void DeleteRest(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell.
        }
    }
}
