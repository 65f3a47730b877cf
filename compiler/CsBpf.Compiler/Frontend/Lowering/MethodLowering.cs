using CsBpf.Compiler.Diagnostics;
using CsBpf.Compiler.Frontend.Types;
using CsBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using BasicBlock = CsBpf.Compiler.Ir.BasicBlock;

namespace CsBpf.Compiler.Frontend.Lowering;

/// <summary>Compiles one method; each kind of construct has its own class, and all of them meet here.</summary>
internal sealed class MethodLowering
{
    private readonly MethodBody _body;
    private readonly Mistakes _mistakes;

    /// <summary>Prepares to compile a method.</summary>
    public MethodLowering(ModuleContext context, MethodFunction method, MethodBody body)
        : this(context, method.Instance, method.Function, method.Result, body) => Callee = method;

    /// <summary>Prepares to compile a program's method.</summary>
    public MethodLowering(ModuleContext context, MethodInstance instance, Function function, TypeShape result, MethodBody body)
    {
        _body = body;
        _mistakes = new Mistakes(context.Sink);
        Context = context;
        Instance = instance;
        Result = result;
        Builder = new InstructionBuilder(function);
        Variables = new VariableTable(this);
        Captures = new FlowCaptureTable(this, body.Graph);
        Operands = new OperandAccess(this);
        Expressions = new ExpressionLowering(this);
        Arithmetic = new ArithmeticLowering(this);
        Checked = new CheckedArithmetic(Builder);
        Conversions = new ConversionLowering(this);
        Assignments = new AssignmentLowering(this);
        Deconstructions = new DeconstructionLowering(this);
        Structs = new StructLowering(this);
        Equality = new EqualityLowering(this);
        Comparisons = new ComparisonLowering(this);
        Nullables = new NullableLowering(this);
        Patterns = new PatternLowering(this);
        Members = new MemberLowering(this);
        Elements = new ElementLowering(this);
        Lists = new ListLowering(this);
        Indexes = new IndexLowering(this);
        Enumerations = new EnumerationLowering(this);
        SpanAccess = new SpanAccess(this);
        SpanAlgorithms = new SpanAlgorithms(this);
        Spans = new SpanLowering(this);
        PointerAccess = new PointerAccess(this);
        Pointers = new PointerLowering(this);
        PointerMethods = new PointerMethods(this);
        Spreads = new SpreadLowering(this);
        Guards = new GuardLowering(this);
        Memory = new MemoryLowering(this);
        Constrained = new ConstrainedMembers(this);
        TypeTests = new TypeTests(this);
        Tables = new TableLowering(this);
        Texts = new TextLowering(this);
        Calls = new CallLowering(this);
        Known = new KnownVariableLowering(this);
        Delegates = new DelegateLowering(this);
        Callbacks = new CallbackLowering(this);
        KernelCalls = new KernelCallLowering(this);
        CoreQueries = new CoreQueryLowering(this);
        Sections = new SectionLowering(this);
        Resources = new ResourceLowering(this);
        Timers = new TimerLowering(this);
        Kernel = new KernelAccessLowering(this);
        Maps = new MapLowering(this);
        InnerMaps = new InnerMapLowering(this);
        TailCalls = new TailCallLowering(this);
        Framework = new FrameworkLowering(this);
        Atomics = new AtomicLowering(this);
        Formats = new FormatLowering(this);
        Utf8 = new Utf8Lowering(this);
    }

    public ModuleContext Context { get; }

    /// <summary>The method with its type arguments.</summary>
    public MethodInstance Instance { get; }

    /// <summary>The method as declared.</summary>
    public IMethodSymbol Method => Instance.Method;

    /// <summary>What the method returns.</summary>
    public TypeShape Result { get; }

    /// <summary>How others call it; null for a program.</summary>
    public MethodFunction? Callee { get; }

    /// <summary>Of a program, the results that the kernel takes; null where it takes all.</summary>
    public ResultRange? KernelResults { get; init; }

    public InstructionBuilder Builder { get; }

    public VariableTable Variables { get; }

    public FlowCaptureTable Captures { get; private set; }

    public OperandAccess Operands { get; }

    public ExpressionLowering Expressions { get; }

    public ArithmeticLowering Arithmetic { get; }

    public CheckedArithmetic Checked { get; }

    public ConversionLowering Conversions { get; }

    public AssignmentLowering Assignments { get; }

    public DeconstructionLowering Deconstructions { get; }

    public StructLowering Structs { get; }

    public EqualityLowering Equality { get; }

    public ComparisonLowering Comparisons { get; }

    public NullableLowering Nullables { get; }

    public PatternLowering Patterns { get; }

    public MemberLowering Members { get; }

    public ElementLowering Elements { get; }

    public ListLowering Lists { get; }

    public IndexLowering Indexes { get; }

    public EnumerationLowering Enumerations { get; }

    public SpanAccess SpanAccess { get; }

    public SpanAlgorithms SpanAlgorithms { get; }

    public SpanLowering Spans { get; }

    public PointerAccess PointerAccess { get; }

    public PointerLowering Pointers { get; }

    public PointerMethods PointerMethods { get; }

    public SpreadLowering Spreads { get; }

    public GuardLowering Guards { get; }

    public MemoryLowering Memory { get; }

    public ConstrainedMembers Constrained { get; }

    public TypeTests TypeTests { get; }

    public TableLowering Tables { get; }

    public TextLowering Texts { get; }

    public CallLowering Calls { get; }

    public KnownVariableLowering Known { get; }

    public DelegateLowering Delegates { get; }

    public CallbackLowering Callbacks { get; }

    public KernelCallLowering KernelCalls { get; }

    public CoreQueryLowering CoreQueries { get; }

    public SectionLowering Sections { get; }

    public ResourceLowering Resources { get; }

    public TimerLowering Timers { get; }

    public KernelAccessLowering Kernel { get; }

    public MapLowering Maps { get; }

    /// <summary>Maps that are found in maps.</summary>
    public InnerMapLowering InnerMaps { get; }

    /// <summary>Calls of programs.</summary>
    public TailCallLowering TailCalls { get; }

    public FrameworkLowering Framework { get; }

    public AtomicLowering Atomics { get; }

    public FormatLowering Formats { get; }

    public Utf8Lowering Utf8 { get; }

    /// <summary>Says what is wrong with an operation.</summary>
    public void Report(DiagnosticDescriptor descriptor, IOperation operation, params object?[] arguments)
    {
        if (_mistakes.IsNew(descriptor, operation))
            Context.Sink.Report(descriptor, operation.Syntax.GetLocation(), arguments);
    }

    /// <summary>The type of an operation, without type parameters.</summary>
    public ITypeSymbol? TypeOf(IOperation? operation) => operation switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } when Instance.Implementer is { } type => type,
        { Type: { } type } => TypeOf(type),
        _ => null,
    };

    /// <summary>A type without type parameters.</summary>
    public ITypeSymbol TypeOf(ITypeSymbol type) => Context.TypeArguments.Substitute(type);

    /// <summary>The shape of an operation's type; where it can't be used, this is said at the operation.</summary>
    public TypeShape ShapeOf(IOperation operation) => ShapeOf(operation.Type, operation);

    /// <summary>The shape of a type; where it can't be used, this is said at the operation.</summary>
    public TypeShape ShapeOf(ITypeSymbol? type, IOperation operation)
    {
        TypeShape shape = Context.Shapes[type ?? Context.Compilation.GetSpecialType(SpecialType.System_Void)];
        if (shape.Problem is { } problem)
            Report(problem.Descriptor, operation, problem.Arguments);
        return shape;
    }

    /// <summary>Compiles the body of a function that others call.</summary>
    public void Lower()
    {
        Builder.Location = SourceLocations.Of(Method.Locations[0]);
        Builder.Start(Builder.NewBlock());
        Variables.DeclareParameters(Callee!);
        LowerBody();
    }

    /// <summary>Compiles the control flow of an initializer and goes on behind it.</summary>
    public void LowerInitializer(ControlFlowGraph graph)
    {
        FlowCaptureTable outer = Captures;
        Captures = new FlowCaptureTable(this, graph);
        BasicBlock next = Builder.NewBlock();
        new BlockLowering(this, graph, () => Builder.Jump(next)).Lower();
        Builder.Start(next);
        Captures = outer;
    }

    /// <summary>Compiles the body, after what comes before it.</summary>
    public void LowerBody()
    {
        if (Method.MethodKind == MethodKind.Constructor)
            Structs.InitializeFields(_body);
        if (_body.Graph is { } graph)
            new BlockLowering(this, graph).Lower();
        else
            Members.LowerWithoutBody(Method);

        Builder.Complete();
        Context.AddSource(_body.Syntax.SyntaxTree);
    }
}
