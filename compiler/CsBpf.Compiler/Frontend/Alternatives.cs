using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend;

/// <summary>What to write instead of what .NET has for user space.</summary>
internal static class Alternatives
{
    private const string Method = "call one of these, or write the method in this project";
    private const string Type = "use a struct, a map, or a kernel type";
    private const string Number = "use integers, bool, char, enums, and structs of these";
    private const string Allocation = "use a struct, or an entry of a map";
    private const string Array = "use a span ('stackalloc', '[x, y]'), a struct with [InlineArray], or an entry of a map";
    private const string Enumerator = "use a 'for' loop with an index, or an enumerator that is a struct";

    private const string Clock = "take Bpf.KtimeGetNs(), the nanoseconds since boot";
    private const string Ticks = "compute with its ticks, as integers: 'new TimeSpan(time.Ticks * 2)'";
    private const string Ascii = "compare with characters, or use the char.IsAscii… methods";
    private const string Text = "write it with $\"…\" to a seq_file, the trace pipe, or memory (Utf8.TryWrite)";
    private const string Search = "search in the characters: 'text.AsSpan().IndexOf(…)', 'StartsWith', 'EndsWith'";
    private const string Parse = "parse it in user space, or digit by digit in a loop";
    private const string Random = "get random numbers from user space, in a global or a map";
    private const string Equal = "compare the fields, or make the struct a 'record struct'";
    private const string Output = "use Bpf.Print, or a [BpfView] that writes to its SeqFile";
    private const string Collection = "use a BpfHashMap, a BpfArrayMap, or a span";
    private const string Wait = "a program never waits: start a BpfTimer in the value of a map";
    private const string Query = "write it as a loop";

    // By the full names of types, and of members where these say more.
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["System.DateTime"] = Clock,
        ["System.DateTimeOffset"] = Clock,
        ["System.DateOnly"] = Clock,
        ["System.TimeOnly"] = Clock,
        ["System.TimeProvider"] = Clock,
        ["System.Diagnostics.Stopwatch"] = Clock,
        ["System.Environment.TickCount"] = Clock,
        ["System.Environment.TickCount64"] = Clock,
        ["System.TimeSpan"] = Ticks,
        ["System.TimeSpan.TotalDays"] = "divide: 'time.Ticks / TimeSpan.TicksPerDay'",
        ["System.TimeSpan.TotalHours"] = "divide: 'time.Ticks / TimeSpan.TicksPerHour'",
        ["System.TimeSpan.TotalMinutes"] = "divide: 'time.Ticks / TimeSpan.TicksPerMinute'",
        ["System.TimeSpan.TotalSeconds"] = "divide: 'time.Ticks / TimeSpan.TicksPerSecond'",
        ["System.TimeSpan.TotalMilliseconds"] = "divide: 'time.Ticks / TimeSpan.TicksPerMillisecond'",
        ["System.TimeSpan.TotalMicroseconds"] = "divide: 'time.Ticks / TimeSpan.TicksPerMicrosecond'",
        ["System.TimeSpan.TotalNanoseconds"] = "multiply: 'time.Ticks * TimeSpan.NanosecondsPerTick'",
        ["System.Environment.ProcessId"] = "take the upper half of Bpf.GetCurrentPidTgid()",
        ["System.Environment.CurrentManagedThreadId"] = "take the lower half of Bpf.GetCurrentPidTgid()",
        ["System.Threading.Thread.CurrentThread"] = "take the lower half of Bpf.GetCurrentPidTgid()",
        ["System.Threading.Thread.GetCurrentProcessorId"] = "call Bpf.GetSmpProcessorId()",
        ["System.Threading.Thread.Sleep"] = Wait,
        ["System.Threading.Tasks.Task"] = Wait,
        ["System.Threading.Timer"] = Wait,
        ["System.Threading.Lock"] = "use a BpfSpinLock, as a field of the object or in the value of a map",
        ["System.Threading.Monitor"] = "use a BpfSpinLock, as a field of the object or in the value of a map",
        ["System.Threading.SpinLock"] = "use a BpfSpinLock, as a field of the object or in the value of a map",
        ["System.Random"] = Random,
        ["System.Security.Cryptography.RandomNumberGenerator"] = Random,
        ["System.Guid"] = "use two ulong fields, or an InlineArray of 16 bytes",
        ["System.Console"] = Output,
        ["System.Diagnostics.Debug"] = Output,
        ["System.Diagnostics.Trace"] = Output,
        ["System.Enum"] = "list the values in a 'switch'",
        ["System.Enum.ToString"] = Text,
        ["System.Object.ToString"] = Text,
        ["System.ValueType.ToString"] = Text,
        ["System.Object.Equals"] = Equal,
        ["System.ValueType.Equals"] = Equal,
        ["System.Object.ReferenceEquals"] = "compare values",
        ["System.Object.GetHashCode"] = "a map hashes its keys by itself; for other ends combine the fields with shifts and '^'",
        ["System.ValueType.GetHashCode"] = "a map hashes its keys by itself; for other ends combine the fields with shifts and '^'",
        ["System.HashCode"] = "a map hashes its keys by itself; for other ends combine the fields with shifts and '^'",
        ["System.Object.GetType"] = "the type is known when the program is compiled; generic code asks 'typeof(T) == typeof(int)'",
        ["System.Type"] = "types are known when the program is compiled; generic code asks 'typeof(T) == typeof(int)'",
        ["System.String"] = Text,
        ["System.String.IndexOf"] = Search,
        ["System.String.LastIndexOf"] = Search,
        ["System.String.Contains"] = Search,
        ["System.String.StartsWith"] = Search,
        ["System.String.EndsWith"] = Search,
        ["System.Text.StringBuilder"] = Text,
        ["System.Char"] = Ascii,
        ["System.Convert"] = "use a cast, in 'checked' where it may overflow",
        ["System.Buffers.Text.Utf8Parser"] = Parse,
        ["System.Math"] = "it works with floating point, or is not there for integers; compute with integers",
        ["System.MathF"] = "it works with floating point; compute with integers",
        ["System.Runtime.InteropServices.Marshal"] = "use 'sizeof' or Unsafe.SizeOf, and spans for memory",
        ["System.Activator"] = "use 'new T()' or 'default'",
        ["System.GC"] = "leave it out: there is no garbage in the kernel",
        ["System.Collections.Generic.EqualityComparer<T>"] = "constrain the type parameter: 'where T : IEquatable<T>'",
        ["System.Collections.Generic.Comparer<T>"] = "constrain the type parameter: 'where T : IComparable<T>'",
        ["System.Collections.Generic.List<T>"] = Collection,
        ["System.Collections.Generic.Dictionary<TKey, TValue>"] = Collection,
        ["System.Collections.Generic.HashSet<T>"] = Collection,
        ["System.Collections.Generic.Queue<T>"] = Collection,
        ["System.Collections.Generic.Stack<T>"] = Collection,
        ["System.Collections.Generic.IEnumerable<T>"] = Collection,
        ["System.Collections.Concurrent.ConcurrentDictionary<TKey, TValue>"] = Collection,
        ["System.Memory<T>"] = "use a Span<T>",
        ["System.ReadOnlyMemory<T>"] = "use a ReadOnlySpan<T>",
        ["System.MemoryExtensions.Split"] = "go from one 'IndexOf' to the next, and slice",
        ["System.MemoryExtensions.Sort"] = "sort integers, or in a loop of your own: those that compare the same come as the loop leaves them",
        ["System.MemoryExtensions.Overlaps"] = "keep the bounds of the parts as numbers",
        ["System.Linq.Enumerable"] = Query,
        ["System.IO.File"] = "read it in user space, and hand it over in a map or a global",
        ["System.Object"] = "use a struct, a generic method, or an integer",
        ["System.Span<T>.ToArray"] = "use the span itself, or copy it: 'span.CopyTo(other)'",
        ["System.ReadOnlySpan<T>.ToArray"] = "use the span itself, or copy it: 'span.CopyTo(other)'",
        ["System.Exception"] = "return what tells the cases apart: an enum, or a bool and an 'out' parameter",
    };

    // Methods of numbers that turn text into them.
    private static readonly HashSet<string> Parsers = [nameof(int.Parse), nameof(int.TryParse)];

    /// <summary>Instead of a member that has no source.</summary>
    public static string OfMember(ISymbol member)
    {
        member = (member as IMethodSymbol)?.AssociatedSymbol ?? member;
        if (member is { ContainingType.IsValueType: true } && Parsers.Contains(member.Name))
            return Parse;
        string type = member.ContainingType is { } containing ? NameOf(containing) : "";
        string instead = ByName.GetValueOrDefault($"{type}.{member.Name}") ?? ByName.GetValueOrDefault(type) ?? Method;
        return instead == Method && member is IMethodSymbol { OverriddenMethod: { } overridden } ? OfMember(overridden) : instead;
    }

    /// <summary>Instead of a type whose values are objects.</summary>
    public static string OfType(ITypeSymbol type) => Find(type) ?? Type;

    /// <summary>Instead of a type whose values are none that programs have.</summary>
    public static string OfValue(ITypeSymbol type) => Find(type) ?? Number;

    /// <summary>Instead of what makes an object.</summary>
    public static string OfAllocation(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol => Array,
        not null => Find(type) ?? Allocation,
        null => Allocation,
    };

    /// <summary>Instead of what is enumerated.</summary>
    /// <param name="type">The collection.</param>
    /// <param name="isMap">True for a map.</param>
    public static string OfEnumerator(ITypeSymbol? type, bool isMap) =>
        isMap ? "use the ForEach of the map (Linux 5.13), or a key" : type?.SpecialType == SpecialType.System_String ? "use the bytes of a literal: \"…\"u8" : Enumerator;

    private static string? Find(ITypeSymbol type)
    {
        for (ITypeSymbol? known = type; known is not null && (known.SpecialType != SpecialType.System_Object || known.Equals(type, SymbolEqualityComparer.Default)); known = known.BaseType)
        {
            if (ByName.GetValueOrDefault(NameOf(known)) is { } instead)
                return instead;
        }

        return null;
    }

    private static string NameOf(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(FullName);

    private static readonly SymbolDisplayFormat FullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);
}
