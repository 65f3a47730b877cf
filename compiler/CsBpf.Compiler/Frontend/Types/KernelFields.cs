using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Binding;
using Microsoft.CodeAnalysis;

namespace CsBpf.Compiler.Frontend.Types;

/// <summary>The fields of a map's value that the kernel looks after: it finds them among those of the value itself, one of a type.</summary>
internal static class KernelFields
{
    /// <summary>Checks the value of a map.</summary>
    public static void Check(TypeShape value, Location location, DiagnosticSink sink)
    {
        if (!value.HoldsKernelField)
            return;
        if (value.Type.IsKernelField())
            Refuse(value, "the value itself");
        var seen = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (LayoutField field in value.Layout!.Fields.Where(field => field.Shape.HoldsKernelField))
        {
            if (value.Elements is not null || !field.Shape.Type.IsKernelField())
                Refuse(field.Shape, "a part of a part of the value");
            else if (!seen.Add(field.Shape.Type))
                Refuse(field.Shape, "in a value twice");
            else if (field.Offset % field.Shape.Alignment != 0)
                Refuse(field.Shape, "unaligned");
        }

        void Refuse(TypeShape shape, string use) => sink.Report(MapDiagnostics.KernelField, location, shape.Type.ToDisplayString(), use);
    }
}
