using CsBpf.Object.Btf;

namespace CsBpf.Runtime.Tests;

public sealed class BtfSanitizerTests
{
    [Theory]
    [InlineData(nameof(KernelFeature.BtfFloat), BtfKind.Float, BtfKind.Struct)]
    [InlineData(nameof(KernelFeature.BtfTypeTags), BtfKind.TypeTag, BtfKind.Const)]
    [InlineData(nameof(KernelFeature.BtfDeclarationTags), BtfKind.DeclarationTag, BtfKind.Int)]
    [InlineData(nameof(KernelFeature.BtfDataSections), BtfKind.DataSection, BtfKind.Struct)]
    [InlineData(nameof(KernelFeature.BtfDataSections), BtfKind.Variable, BtfKind.Int)]
    [InlineData(nameof(KernelFeature.BtfFunctions), BtfKind.Function, BtfKind.Typedef)]
    [InlineData(nameof(KernelFeature.BtfFunctions), BtfKind.FunctionPrototype, BtfKind.Enum)]
    [InlineData(nameof(KernelFeature.BtfEnum64), BtfKind.Enum64, BtfKind.Union)]
    public void Kind_ThatTheKernelLacks_IsReplacedUnderItsId(string missing, BtfKind kind, BtfKind replacement)
    {
        var before = Types().Build();
        var after = Sanitize(missing);

        uint id = before.All().First(entry => entry.Type.Kind == kind).Id;
        Assert.Equal(replacement, after[id].Kind);
        Assert.DoesNotContain(after.All(), entry => entry.Type.Kind == kind);
        Assert.True(after.Count >= before.Count);
    }

    [Fact]
    public void GlobalFunction_WhereTheKernelKnowsNone_IsStatic() =>
        Assert.Equal(BtfFunctionLinkage.Static, Only<BtfFunction>(Sanitize(nameof(KernelFeature.BtfGlobalFunctions))).Linkage);

    [Fact]
    public void Section_WithAQuestionMark_IsRenamed() =>
        Assert.Equal("_opt", Only<BtfDataSection>(Sanitize(nameof(KernelFeature.BtfOptionalSections))).Name);

    [Fact]
    public void Kernel_WithEverything_TakesTheTypesAsTheyAre() =>
        Assert.Equal(Types().Build().All(), Sanitize("none").All());

    private static T Only<T>(BtfTypes types) => types.All().Select(entry => entry.Type).OfType<T>().Single();

    private static BtfTypes Sanitize(string missing)
    {
        var builder = Types();
        BtfSanitizer.Sanitize(builder, feature => feature.ToString() != missing);
        return builder.Build();
    }

    private static BtfBuilder Types()
    {
        var builder = new BtfBuilder();
        uint number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Add(new BtfFloat("float", 4));
        builder.Add(new BtfPointer(builder.Add(new BtfTypeTag("tag", number))));
        uint variable = builder.Add(new BtfVariable("v", number, BtfVariableLinkage.Global));
        builder.Add(new BtfDataSection("?opt", 4, [new BtfDataSectionEntry(variable, 0, 4)]));
        builder.Add(new BtfDeclTag("tag", variable));
        uint prototype = builder.Add(new BtfFunctionPrototype(number, [new BtfParameter("a", number)]));
        builder.Add(new BtfFunction("f", prototype, BtfFunctionLinkage.Global));
        builder.Add(new BtfEnum("e", 8, IsSigned: false, Is64Bit: true, [new BtfEnumValue("A", long.MaxValue)]));
        return builder;
    }
}
