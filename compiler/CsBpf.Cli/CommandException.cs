namespace CsBpf.Cli;

/// <summary>A command can't go on; the message is for the user.</summary>
/// <param name="message">One line: what is wrong, and what to do where that is not obvious.</param>
internal sealed class CommandException(string message) : Exception(message);
