namespace VerifyTests;

/// <summary>What a test received is not what was verified.</summary>
public sealed class VerifyException(string message) : Exception(message);
