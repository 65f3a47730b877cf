using CsBpf.Object;

namespace CsBpf.Cli;

/// <summary>One line for the user about an exception.</summary>
internal static class ErrorText
{
    /// <summary>The line about <paramref name="exception"/>, without its trace.</summary>
    public static string Of(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        CommandException or BpfException or ObjectFormatException or IOException => OneLine(exception.Message),
        _ => $"internal error, please report it: {exception.GetType().Name}: {OneLine(exception.Message)}",
    };

    /// <summary>A message on one line.</summary>
    public static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
