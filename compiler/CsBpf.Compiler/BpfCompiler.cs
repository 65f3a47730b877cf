using System.Collections.Immutable;
using System.Diagnostics;
using CsBpf.Compiler.CodeGeneration;
using CsBpf.Compiler.CodeGeneration.Packets;
using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend;
using CsBpf.Compiler.Frontend.Binding;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Object;
using CsBpf.Compiler.Optimization;
using CsBpf.Compiler.Optimization.Branches;
using CsBpf.Compiler.Optimization.Budgets;
using CsBpf.Compiler.Optimization.Callbacks;
using CsBpf.Compiler.Optimization.Ranges;
using CsBpf.Compiler.Optimization.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CsBpf.Compiler;

/// <summary>The compiler: C# in, BPF objects out. The same input gives the same bytes; neither environment nor clock is looked at.</summary>
public static class BpfCompiler
{
    /// <summary>Compiles every <c>[BpfObject]</c> class of a compilation.</summary>
    /// <param name="compilation">
    /// The sources of the project and its references. Errors of C# outside of the sources that the objects are made from don't matter:
    /// those may use the skeleton that does not exist yet.
    /// </param>
    /// <param name="options">What is asked for.</param>
    /// <param name="cancellation">Ends the work between two objects.</param>
    public static BpfCompilation Compile(CSharpCompilation compilation, BpfCompilerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(compilation);
        ArgumentNullException.ThrowIfNull(options);

        compilation = SharedBodies.In(LibrarySources.AddTo(compilation));
        var diagnostics = new DiagnosticSink(compilation);
        var objects = ImmutableArray.CreateBuilder<CompiledObject>();
        ImmutableArray<BpfObjectClass> classes = BpfObjectClass.Discover(compilation);
        ObjectRules.CheckNames(classes, diagnostics);
        foreach (BpfObjectClass objectClass in classes)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = new DiagnosticSink(compilation);
            if (Compile(objectClass, compilation, options, found) is { } compiled)
                objects.Add(compiled);
            diagnostics.ReportAll(found);
        }

        return new BpfCompilation([.. diagnostics.Diagnostics], objects.ToImmutable());
    }

    private static CompiledObject? Compile(
        BpfObjectClass objectClass, CSharpCompilation compilation, BpfCompilerOptions options, DiagnosticSink diagnostics)
    {
        if (ModuleBuilder.Build(objectClass, compilation, options, diagnostics) is not { } module)
            return null;

        try
        {
            try
            {
                return Generate(module, options, outlinesLoops: true);
            }
            catch (CodeGenerationException) when (LoopOutlining.IsFor(options.TargetKernel))
            {
                // Loops that are functions need more stack. The module has been changed on the way: it is built anew.
                module = ModuleBuilder.Build(objectClass, compilation, options, new DiagnosticSink(compilation));
                return Generate(module!, options, outlinesLoops: false);
            }
        }
        catch (CodeGenerationException exception) when (MachineDiagnostics.Has(exception.Error))
        {
            diagnostics.Report(MachineDiagnostics.Create(exception));
            return null;
        }
    }

    private static CompiledObject Generate(BpfModule module, BpfCompilerOptions options, bool outlinesLoops)
    {
        Optimizer.Run(module, options.AfterPass);
        module.Functions.ForEach(ObjectFolding.AnswerRest);
        if (LentMemory.IsFor(options.TargetKernel))
            module.Functions.ForEach(LentMemory.Run);
        // Before the budgets: what faults in a loop must not leave its iterator behind.
        module.Functions.ForEach(PacketChecks.Run);
        ReadOnlyPackets.Check(module);
        var numbers = new UnknownNumbers(module);
        if (IndexedStack.IsFor(options.TargetKernel))
            module.Functions.ForEach(function => IndexedStack.Hide(function, numbers));
        LoopBudgets.Run(module, numbers, options, outlinesLoops);
        CallbackMemory.Run(module, numbers, options.TargetKernel);
        module.Functions.ForEach(function => RangeDecisions.RunForVerifier(function, options.Isa));
        Validate(module);
        string? ir = options.KeepIr ? IrPrinter.Print(module) : null;
        ImmutableArray<FunctionCode> code = CodeGenerator.Generate(module, options.Isa, options.TargetKernel);
        return new CompiledObject(module.Name, [.. ObjectWriter.Write(module, code)], code, ir);
    }

    [Conditional("DEBUG")]
    private static void Validate(BpfModule module) => module.Functions.ForEach(IrValidator.Validate);
}
