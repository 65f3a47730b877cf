using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>Where the CLR puts the fields of structs. (<c>Marshal</c> tells how they would be passed to native code, where a bool has four bytes.)</summary>
[RequiresDynamicCode("The offset of a field is taken by code that is made for it.")]
internal static class ManagedFields
{
    /// <summary>Marks the bytes of a type that its fields use.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A struct with a declared layout is trimmed of none of its fields.")]
    public static void Mark(Type type, Span<bool> used)
    {
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (type.IsPrimitive || type.IsEnum || !type.IsValueType || fields.Length == 0)
        {
            used.Fill(true);
            return;
        }

        int elements = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        foreach (var field in fields)
        {
            int size = SizeOf(field.FieldType);
            for (int element = 0; element < elements; element++)
            {
                var part = used.Slice(OffsetOf(field) + (element * size), size);
                // All elements of a fixed buffer stand for one field.
                if (field.IsDefined(typeof(FixedBufferAttribute)))
                    part.Fill(true);
                else
                    Mark(field.FieldType, part);
            }
        }
    }

    private static int OffsetOf(FieldInfo field) => Evaluate(il =>
    {
        var value = il.DeclareLocal(field.DeclaringType!);
        il.Emit(OpCodes.Ldloca, value);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ldloca, value);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
    });

    private static int SizeOf(Type type) => Evaluate(il => il.Emit(OpCodes.Sizeof, type));

    private static int Evaluate(Action<ILGenerator> emit)
    {
        var method = new DynamicMethod("Evaluate", typeof(int), [], typeof(ManagedFields).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        emit(il);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }
}
