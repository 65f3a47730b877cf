using System.Reflection;
using CsBpf.Kernel;

namespace CsBpf.Vmlinux.Tests;

/// <summary>The classes written by hand: each member is one of the kernel's, under the path that it names, on both sides.</summary>
public sealed class FriendlyClassTests
{
    public static TheoryData<Type, string> Members
    {
        get
        {
            var members = new TheoryData<Type, string>();
            foreach (Type type in typeof(Cgroup).Assembly.GetExportedTypes().Where(type => type.BaseType?.BaseType == typeof(KernelObject)))
            {
                foreach (PropertyInfo property in Own(type))
                    members.Add(type, property.Name);
            }

            return members;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_Path_IsInTheKernel(Type type, string name)
    {
        PropertyInfo property = Property(type, name);
        Assert.NotNull(KernelSnapshot.Find(type.GetCustomAttribute<KernelTypeAttribute>()!.Name, PathOf(property)));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_Path_LeadsToARawMemberOfTheSameKind(Type type, string name)
    {
        PropertyInfo property = Property(type, name);
        PropertyInfo raw = RawMembers(type, property)[^1];
        Assert.Equal(raw.PropertyType, property.PropertyType);
        Assert.Equal(raw.GetCustomAttribute<ArrayLengthAttribute>()?.Length, property.GetCustomAttribute<ArrayLengthAttribute>()?.Length);
        Assert.Equal(raw.GetCustomAttribute<BitfieldAttribute>()?.Bits, property.GetCustomAttribute<BitfieldAttribute>()?.Bits);
        Assert.Equal(raw.IsDefined(typeof(EmbeddedAttribute)), property.IsDefined(typeof(EmbeddedAttribute)));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_SetOnANewObject_IsTheRawOne(Type type, string name)
    {
        PropertyInfo property = Property(type, name);
        object target = Activator.CreateInstance(type)!;
        object value = Sample(property.PropertyType);

        property.SetValue(target, value);

        object? raw = target;
        foreach (PropertyInfo step in RawMembers(type, property))
            raw = step.GetValue(raw);
        Assert.Equal(value, raw);
        Assert.Equal(value, property.GetValue(target));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_OfANewObject_IsDefault(Type type, string name)
    {
        PropertyInfo property = Property(type, name);
        object? expected = property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null;
        Assert.Equal(expected, property.GetValue(Activator.CreateInstance(type)));
    }

    [Fact]
    public void Cgroup_WithInitializer_HoldsWhatItSays()
    {
        var root = new Cgroup { Id = 1, Name = "/" };
        var app = new Cgroup { Id = 5, Name = "app", Level = 1, Parent = root, Ancestors = new(root) };
        Assert.Equal(5ul, app.kn!.id);
        Assert.Equal("app", app.Name.ToString());
        Assert.Same(root, app.Parent);
        Assert.Same(root, app.Ancestors[0]);
        Assert.Null(root.Parent);
        Assert.Same(app, app.self.cgroup);
    }

    [Fact]
    public void SeqFile_Print_KeepsTheText()
    {
        var file = new SeqFile();
        file.Print($"{5,4} {(KernelString)"äpp"}");
        file.Print("\n");
        Assert.Equal("   5 äpp\n", file.ToString());
        Assert.Equal(10ul, file.Length);
    }

    [Fact]
    public void MapSumElemCount_CountsOfProcessors_AreAdded()
    {
        Assert.Equal(0, Kfuncs.MapSumElemCount(new Map()));
        Assert.Equal(6, Kfuncs.MapSumElemCount(new Map { elem_count = new(1, 2, 3) }));
    }

    private static IEnumerable<PropertyInfo> Own(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static PropertyInfo Property(Type type, string name) => Own(type).Single(property => property.Name == name);

    private static string PathOf(PropertyInfo property) => property.GetCustomAttribute<KernelMemberAttribute>()?.Path ?? property.Name;

    private static List<PropertyInfo> RawMembers(Type type, PropertyInfo property)
    {
        var members = new List<PropertyInfo>();
        foreach (string name in PathOf(property).Split('.'))
        {
            members.Add(type.GetProperties().Single(candidate => candidate.Name == name));
            type = members[^1].PropertyType;
        }

        return members;
    }

    private static object Sample(Type type) => type switch
    {
        _ when type == typeof(KernelString) => (KernelString)"text",
        _ when type == typeof(bool) => true,
        { IsEnum: true } => Enum.ToObject(type, 1),
        { IsPrimitive: true } => Convert.ChangeType(7, type, null),
        { IsGenericType: true } => Activator.CreateInstance(type, Array.CreateInstance(type.GetGenericArguments()[0], 1))!,
        _ => Activator.CreateInstance(type)!,
    };

    [Fact]
    public void FindVma_OnTheClr_FindsWhatWasAdded()
    {
        var task = new CsBpf.Kernel.Task { Pid = 7 };
        task.AddVma(new vm_area_struct { vm_start = 0x1000, vm_end = 0x2000 });
        task.AddVma(new vm_area_struct { vm_start = 0x2000, vm_end = 0x3000 });
        var found = new List<ulong>();

        Assert.True(task.FindVma(0x2000, (owner, area) => found.Add(area.vm_start + (ulong)owner.Pid)));
        Assert.False(task.FindVma(0x3000, (_, area) => found.Add(area.vm_start)));

        Assert.Equal([0x2007UL], found);
    }
}
