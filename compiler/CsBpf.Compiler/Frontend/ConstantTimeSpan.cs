using CsBpf.Compiler.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CsBpf.Compiler.Frontend;

/// <summary>Spans of time that are made of constants: what is computed with floating point, too, the compiler computes.</summary>
internal static class ConstantTimeSpan
{
    private static readonly Dictionary<string, (Func<double, TimeSpan> OfFraction, long Ticks)> Units = new()
    {
        [nameof(TimeSpan.FromDays)] = (TimeSpan.FromDays, TimeSpan.TicksPerDay),
        [nameof(TimeSpan.FromHours)] = (TimeSpan.FromHours, TimeSpan.TicksPerHour),
        [nameof(TimeSpan.FromMinutes)] = (TimeSpan.FromMinutes, TimeSpan.TicksPerMinute),
        [nameof(TimeSpan.FromSeconds)] = (TimeSpan.FromSeconds, TimeSpan.TicksPerSecond),
        [nameof(TimeSpan.FromMilliseconds)] = (TimeSpan.FromMilliseconds, TimeSpan.TicksPerMillisecond),
        [nameof(TimeSpan.FromMicroseconds)] = (TimeSpan.FromMicroseconds, TimeSpan.TicksPerMicrosecond),
        [nameof(TimeSpan.FromTicks)] = (ticks => new TimeSpan((long)ticks), 1),
    };

    /// <summary>The ticks of an expression; null where they are not known, or too many.</summary>
    public static long? Find(IOperation operation)
    {
        try
        {
            return operation switch
            {
                IInvocationOperation { TargetMethod: { IsStatic: true } target, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: { } value } }] }
                    when TimeSpanShape.IsTimeSpan(target.ContainingType) && Units.TryGetValue(target.Name, out var unit) =>
                    value is double fraction ? unit.OfFraction(fraction).Ticks : checked(ConstantValues.ToInt64(value) * unit.Ticks),
                IFieldReferenceOperation { Field: { IsStatic: true, ContainingType: var type } field } when TimeSpanShape.IsTimeSpan(type) => field.Name switch
                {
                    nameof(TimeSpan.Zero) => 0,
                    nameof(TimeSpan.MaxValue) => long.MaxValue,
                    nameof(TimeSpan.MinValue) => long.MinValue,
                    _ => null,
                },
                IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: long ticks } }] } => ticks,
                IObjectCreationOperation { Arguments: var arguments } => Create([.. arguments.Select(argument => argument.Value.ConstantValue.Value as int?)])?.Ticks,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static TimeSpan? Create(int?[] parts) => parts switch
    {
        [] => default(TimeSpan),
        [{ } hours, { } minutes, { } seconds] => new TimeSpan(hours, minutes, seconds),
        [{ } days, { } hours, { } minutes, { } seconds] => new TimeSpan(days, hours, minutes, seconds),
        [{ } days, { } hours, { } minutes, { } seconds, { } milliseconds] => new TimeSpan(days, hours, minutes, seconds, milliseconds),
        _ => null,
    };
}
