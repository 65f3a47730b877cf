using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using CsBpf.Object.Btf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler.Frontend;

/// <summary>What all that is compiled into one module shares.</summary>
internal sealed class ModuleContext
{
    /// <summary>Starts a module for a class.</summary>
    public ModuleContext(BpfObjectClass @object, CSharpCompilation compilation, BpfCompilerOptions options, DiagnosticSink sink)
    {
        Object = @object;
        Compilation = compilation;
        Options = options;
        Sink = sink;
        Module = new BpfModule(BtfNames.Identifier(@object.Symbol.Name), @object.License, new BtfBuilder());
        Shapes = new TypeShapes(compilation);
        Types = new BtfTypeMap(Module.Types, Shapes);
        KernelTypes = new KernelTypeTable(Types, Shapes);
        Globals = new GlobalTable(this);
        Maps = new MapTable(this);
        Contents = new MapContents(this);
        KernelFunctions = new KernelFunctionTable(this);
        Sleepable = new SleepableRules(this);
        Programs = new ProgramRules(this);
        ContextFields = new ContextFieldRules(this);
        Functions = new FunctionTable(this);
        Bodies = new MethodBodies(compilation, sink);
        Library = new FrameworkLibrary(compilation);
    }

    private ModuleContext(ModuleContext shared, TypeArguments typeArguments)
    {
        Object = shared.Object;
        Compilation = shared.Compilation;
        Options = shared.Options;
        Sink = shared.Sink;
        Module = shared.Module;
        TypeArguments = typeArguments;
        Shapes = shared.Shapes.With(typeArguments);
        Types = shared.Types;
        KernelTypes = shared.KernelTypes;
        Globals = shared.Globals;
        Maps = shared.Maps;
        Contents = shared.Contents;
        KernelFunctions = shared.KernelFunctions;
        Sleepable = shared.Sleepable;
        Programs = shared.Programs;
        ContextFields = shared.ContextFields;
        Functions = shared.Functions;
        Bodies = shared.Bodies;
        Library = shared.Library;
    }

    /// <summary>The class that becomes the object.</summary>
    public BpfObjectClass Object { get; }

    /// <summary>Where the symbols come from.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>What was asked for.</summary>
    public BpfCompilerOptions Options { get; }

    /// <summary>Takes what is wrong.</summary>
    public DiagnosticSink Sink { get; }

    /// <summary>What is being made.</summary>
    public BpfModule Module { get; }

    /// <summary>The types that stand for the type parameters of the method that is being compiled.</summary>
    public TypeArguments TypeArguments { get; } = TypeArguments.None;

    /// <summary>What values of C# types are.</summary>
    public TypeShapes Shapes { get; }

    /// <summary>C# types as BTF.</summary>
    public BtfTypeMap Types { get; }

    /// <summary>Kernel types as BTF.</summary>
    public KernelTypeTable KernelTypes { get; }

    /// <summary>The members of .NET's types that programs have in C#.</summary>
    public FrameworkLibrary Library { get; }

    /// <summary>The global variables.</summary>
    public GlobalTable Globals { get; }

    /// <summary>The maps.</summary>
    public MapTable Maps { get; }

    /// <summary>What maps hold from the start.</summary>
    public MapContents Contents { get; }

    /// <summary>Which programs may call what.</summary>
    public ProgramRules Programs { get; }

    /// <summary>The helpers and kernel functions.</summary>
    public KernelFunctionTable KernelFunctions { get; }

    /// <summary>What programs that may sleep can't use.</summary>
    public SleepableRules Sleepable { get; }

    /// <summary>Fields that only some programs have.</summary>
    public ContextFieldRules ContextFields { get; }

    /// <summary>The functions.</summary>
    public FunctionTable Functions { get; }

    /// <summary>The bodies of the methods.</summary>
    public MethodBodies Bodies { get; }

    /// <summary>The same module, for a method whose type parameters stand for these types.</summary>
    public ModuleContext With(TypeArguments typeArguments) => new(this, typeArguments);

    /// <summary>The shape of a type; where it can't be used, this is said at the place.</summary>
    public TypeShape ShapeOf(ITypeSymbol type, Location location)
    {
        TypeShape shape = Shapes[type];
        if (shape.Problem is { } problem)
            Sink.Report(problem.Descriptor, location, problem.Arguments);
        return shape;
    }

    /// <summary>The shape of what user space and programs share; where it can't be shared, this is said at the place.</summary>
    public TypeShape SharedShapeOf(ITypeSymbol type, Location location, bool isMapValue = false)
    {
        TypeShape shape = ShapeOf(type, location);
        if (shape.Kind == ShapeKind.Unsupported)
            return shape;
        if (isMapValue)
            KernelFields.Check(shape, location, Sink);
        else if (shape.HoldsKernelField)
            Sink.Report(MapDiagnostics.KernelField, location, type.ToDisplayString(), "a key, a global or an argument of user space");
        if (shape is { IsScalar: false, IsAggregate: false } || HoldsAddress(shape))
            Sink.Report(TypeDiagnostics.SharedReference, location, type.ToDisplayString());
        else if (shape.Layout?.Fields.FirstOrDefault(field => field.Parameter is not null) is { Name: var captured })
        {
            const string reason = "the field that C# makes of it is hidden", way = "declare a field and set it from the parameter";
            Sink.Report(TypeDiagnostics.CapturedParameter, location, captured, reason, way);
        }
        else if (shape.Layout is { IsFixed: false })
            Sink.Report(TypeDiagnostics.UnknownLayout, location, type.ToDisplayString(), "the CLR chooses the order of its fields");
        return shape;
    }

    /// <summary>Keeps the lines of a source for the line information.</summary>
    public void AddSource(SyntaxTree tree)
    {
        if (!Module.Sources.ContainsKey(tree.FilePath))
            Module.Sources.Add(tree.FilePath, [.. tree.GetText().Lines.Select(line => line.ToString())]);
    }

    private static bool HoldsAddress(TypeShape shape) =>
        shape.Kind is ShapeKind.KernelAddress or ShapeKind.Reference || (shape.Layout is { } layout && layout.Fields.Any(field => HoldsAddress(field.Shape)));
}
