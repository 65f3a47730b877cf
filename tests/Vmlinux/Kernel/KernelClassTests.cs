using System.Reflection;
using CsBpf.Kernel;

namespace CsBpf.Vmlinux.Tests;

/// <summary>The classes that every program may count on.</summary>
public sealed class KernelClassTests
{
    [Theory]
    [InlineData(typeof(cgroup), nameof(cgroup.level), typeof(int))]
    [InlineData(typeof(cgroup), nameof(cgroup.kn), typeof(kernfs_node))]
    [InlineData(typeof(cgroup), nameof(cgroup.self), typeof(cgroup_subsys_state))]
    [InlineData(typeof(cgroup), nameof(cgroup.dom_cgrp), typeof(Cgroup))]
    [InlineData(typeof(cgroup), nameof(cgroup.ancestors), typeof(KernelPointerArray<Cgroup>))]
    [InlineData(typeof(kernfs_node), nameof(kernfs_node.id), typeof(ulong))]
    [InlineData(typeof(kernfs_node), nameof(kernfs_node.name), typeof(KernelString))]
    [InlineData(typeof(css_set), nameof(css_set.dfl_cgrp), typeof(Cgroup))]
    [InlineData(typeof(task_struct), nameof(task_struct.mm), typeof(mm_struct))]
    [InlineData(typeof(task_struct), nameof(task_struct.comm), typeof(KernelString))]
    [InlineData(typeof(task_struct), nameof(task_struct.real_parent), typeof(CsBpf.Kernel.Task))]
    [InlineData(typeof(task_struct), nameof(task_struct.in_execve), typeof(uint))]
    [InlineData(typeof(mm_struct), nameof(mm_struct.owner), typeof(CsBpf.Kernel.Task))]
    [InlineData(typeof(bpf_map), nameof(bpf_map.map_type), typeof(bpf_map_type))]
    [InlineData(typeof(bpf_map), nameof(bpf_map.elem_count), typeof(KernelPointer<long>))]
    [InlineData(typeof(bpf_map), nameof(bpf_map.refcnt), typeof(atomic64_t))]
    [InlineData(typeof(bpf_prog), nameof(bpf_prog.aux), typeof(bpf_prog_aux))]
    [InlineData(typeof(bpf_prog), nameof(bpf_prog.tag), typeof(KernelArray<byte>))]
    [InlineData(typeof(bpf_prog_aux), nameof(bpf_prog_aux.func_info), typeof(bpf_func_info))]
    [InlineData(typeof(bpf_prog_aux), nameof(bpf_prog_aux.dst_prog), typeof(Prog))]
    [InlineData(typeof(btf), nameof(btf.types), typeof(KernelPointer<btf_type>))]
    [InlineData(typeof(btf), nameof(btf.strings), typeof(KernelString))]
    [InlineData(typeof(btf), nameof(btf.hdr), typeof(btf_header))]
    [InlineData(typeof(seq_file), nameof(seq_file.@private), typeof(nuint))]
    [InlineData(typeof(bpf_iter__cgroup), nameof(bpf_iter__cgroup.meta), typeof(IteratorMeta))]
    [InlineData(typeof(bpf_iter__cgroup), nameof(bpf_iter__cgroup.cgroup), typeof(Cgroup))]
    [InlineData(typeof(sk_buff), nameof(sk_buff.len), typeof(uint))]
    [InlineData(typeof(sk_buff), nameof(sk_buff.sk), typeof(sock))]
    [InlineData(typeof(sock), nameof(sock.__sk_common), typeof(sock_common))]
    [InlineData(typeof(file), nameof(file.f_inode), typeof(inode))]
    public void Member_OfKernelClass_HasItsType(Type type, string member, Type expected) =>
        Assert.Equal(expected, type.GetProperty(member)?.PropertyType);

    [Fact]
    public void Members_WithMoreThanAType_SaySo()
    {
        Assert.Equal(16, Attribute<ArrayLengthAttribute>(typeof(task_struct), nameof(task_struct.comm)).Length);
        Assert.Equal(0, Attribute<ArrayLengthAttribute>(typeof(cgroup), nameof(cgroup.ancestors)).Length);
        Assert.Equal(1, Attribute<BitfieldAttribute>(typeof(task_struct), nameof(task_struct.in_execve)).Bits);
        Attribute<EmbeddedAttribute>(typeof(cgroup), nameof(cgroup.self));
        Assert.True(typeof(atomic_t).GetCustomAttribute<KernelTypeAttribute>() is { Name: "atomic_t", IsTypedef: true, IsUnion: false });
    }

    [Fact]
    public void Classes_InTheAssembly_AreKernelObjects()
    {
        Type[] classes = [.. typeof(Cgroup).Assembly.GetExportedTypes().Where(type => typeof(KernelObject).IsAssignableFrom(type))];
        Assert.True(classes.Length > 9000, $"There are {classes.Length}.");
        // Programs describe a type of another kernel by a class derived from the one that has its name; those written by hand go with it.
        Assert.All(classes.Where(type => !type.IsNested), type => Assert.Equal(type.BaseType != typeof(KernelObject), type.IsSealed));
    }

    [Fact]
    public void Members_UnderAnotherName_AreInTheKernelUnderTheirOwn()
    {
        PropertyInfo[] renamed =
        [
            .. typeof(Cgroup).Assembly.GetExportedTypes()
                .Where(type => type.BaseType == typeof(KernelObject) && !type.IsNested)
                .SelectMany(type => type.GetProperties().Where(property => property.IsDefined(typeof(KernelMemberAttribute)))),
        ];
        Assert.NotEmpty(renamed);
        Assert.All(renamed, property => Assert.NotNull(
            KernelSnapshot.Find(property.DeclaringType!.Name, property.GetCustomAttribute<KernelMemberAttribute>()!.Path)));
    }

    [Fact]
    public void Embedded_OnFirstUse_IsThereAndStays()
    {
        var node = new kernfs_node();
        node.count.counter = 3;
        Assert.Equal(3, node.count.counter);
    }

    [Fact]
    public void Enums_KeepTheKernelsNamesAndNumbers()
    {
        Assert.Equal(2u, (uint)bpf_map_type.BPF_MAP_TYPE_ARRAY);
        Assert.Equal(0xffffffffu, Constants.BPF_F_CURRENT_CPU);
    }

    private static T Attribute<T>(Type type, string member)
        where T : Attribute =>
        Assert.IsType<T>(type.GetProperty(member)!.GetCustomAttribute<T>());
}
