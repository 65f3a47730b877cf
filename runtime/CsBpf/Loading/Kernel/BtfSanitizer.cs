using CsBpf.Object.Btf;

namespace CsBpf;

/// <summary>
/// Replaces in an object's BTF what an older kernel refuses, by something of the same size that means nothing. Ids stay what they are.
/// </summary>
internal static class BtfSanitizer
{
    /// <summary>Replaces the types that the kernel lacks.</summary>
    /// <param name="builder">The object's types.</param>
    /// <param name="has">Whether the kernel has a feature; asked only about those that the object uses.</param>
    public static void Sanitize(BtfBuilder builder, Func<KernelFeature, bool> has)
    {
        uint? placeholder = null;
        for (uint id = builder.FirstId, end = builder.Count; id < end; id++)
        {
            switch (builder[id])
            {
                case BtfVariable variable when !has(KernelFeature.BtfDataSections):
                    builder.Set(id, Filler(variable.Name));
                    break;
                case BtfDataSection section when !has(KernelFeature.BtfDataSections):
                    builder.Set(id, new BtfStruct(Identifier(section.Name), section.Size, [.. Members(builder, section)]));
                    break;
                case BtfDataSection { Name: ['?', ..] } section when !has(KernelFeature.BtfOptionalSections):
                    builder.Set(id, section with { Name = '_' + section.Name[1..] });
                    break;
                case BtfDeclTag tag when !has(KernelFeature.BtfDeclarationTags):
                    builder.Set(id, Filler(tag.Name));
                    break;
                case BtfFunctionPrototype prototype when !has(KernelFeature.BtfFunctions):
                    builder.Set(id, new BtfEnum("", sizeof(uint), IsSigned: false, Is64Bit: false,
                        [.. prototype.Parameters.Select(parameter => new BtfEnumValue(parameter.Name, parameter.Type))]));
                    break;
                case BtfFunction function when !has(KernelFeature.BtfFunctions):
                    builder.Set(id, new BtfTypedef(function.Name, function.Prototype));
                    break;
                case BtfFunction { Linkage: BtfFunctionLinkage.Global } function when !has(KernelFeature.BtfGlobalFunctions):
                    builder.Set(id, function with { Linkage = BtfFunctionLinkage.Static });
                    break;
                case BtfFloat number when !has(KernelFeature.BtfFloat):
                    builder.Set(id, new BtfStruct("", number.Size, []));
                    break;
                case BtfTypeTag tag when !has(KernelFeature.BtfTypeTags):
                    builder.Set(id, new BtfConst(tag.Target));
                    break;
                case BtfEnum { Is64Bit: true } wide when !has(KernelFeature.BtfEnum64):
                    uint filler = placeholder ??= builder.Add(Filler("enum64_placeholder"));
                    builder.Set(
                        id, new BtfUnion(wide.Name, wide.Size, [.. wide.Values.Select(value => new BtfMember(value.Name, filler, 0))]));
                    break;
                case BtfEnum { IsSigned: true } signed when !has(KernelFeature.BtfEnum64):
                    builder.Set(id, signed with { IsSigned = false });
                    break;
            }
        }
    }

    /// <summary>The smallest type: it fits wherever the replaced one was.</summary>
    private static BtfInt Filler(string name) => new(name, 1, BtfIntEncoding.None);

    private static IEnumerable<BtfMember> Members(BtfBuilder builder, BtfDataSection section) =>
        section.Entries.Select(entry => new BtfMember(builder[entry.Type].Name, entry.Type, entry.Offset * 8));

    private static string Identifier(string section) => section.Replace('.', '_').Replace('?', '_');
}
