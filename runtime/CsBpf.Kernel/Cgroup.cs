namespace CsBpf.Kernel;

/// <summary>A control group (<c>struct cgroup</c>). A view of it is an iterator over the cgroups of the v2 hierarchy (Linux 6.1).</summary>
[KernelType("cgroup")]
public sealed class Cgroup : cgroup
{
    /// <summary>A cgroup for the simulation.</summary>
    public Cgroup() => self = new() { cgroup = this };

    /// <summary>The cgroup's id: the inode number of its directory, and what <c>bpf_get_current_cgroup_id</c> answers.</summary>
    [KernelMember("kn.id")]
    public ulong Id
    {
        get => kn?.id ?? 0;
        set => (kn ??= new()).id = value;
    }

    /// <summary>The name of the cgroup's directory, without the path to it; that of the root is empty.</summary>
    [KernelMember("kn.name")]
    public KernelString Name
    {
        get => kn?.name ?? default;
        set => (kn ??= new()).name = value;
    }

    /// <summary>The cgroup that this one is in; <see langword="null"/> for the root.</summary>
    [KernelMember("self.parent.cgroup")]
    public Cgroup? Parent
    {
        get => self.parent?.cgroup;
        set => self.parent = value?.self;
    }

    /// <summary>The depth in the hierarchy: 0 is the root.</summary>
    [KernelMember("level")]
    public int Level
    {
        get => level;
        set => level = value;
    }

    /// <summary>How many levels there may be below this one (<c>cgroup.max.depth</c>).</summary>
    [KernelMember("max_depth")]
    public int MaxDepth
    {
        get => max_depth;
        set => max_depth = value;
    }

    /// <summary>The number of cgroups below this one, at any depth.</summary>
    [KernelMember("nr_descendants")]
    public int DescendantCount
    {
        get => nr_descendants;
        set => nr_descendants = value;
    }

    /// <summary>The number of removed cgroups below this one that something still holds.</summary>
    [KernelMember("nr_dying_descendants")]
    public int DyingDescendantCount
    {
        get => nr_dying_descendants;
        set => nr_dying_descendants = value;
    }

    /// <summary>How many cgroups there may be below this one (<c>cgroup.max.descendants</c>).</summary>
    [KernelMember("max_descendants")]
    public int MaxDescendants
    {
        get => max_descendants;
        set => max_descendants = value;
    }

    /// <summary>The number of css_sets with tasks in this cgroup itself: 0 where no task is in it.</summary>
    [KernelMember("nr_populated_csets")]
    public int PopulatedSetCount
    {
        get => nr_populated_csets;
        set => nr_populated_csets = value;
    }

    /// <summary>The number of child domains that have tasks in them or below.</summary>
    [KernelMember("nr_populated_domain_children")]
    public int PopulatedChildCount
    {
        get => nr_populated_domain_children;
        set => nr_populated_domain_children = value;
    }

    /// <summary>The number of threaded children that have tasks in them or below.</summary>
    [KernelMember("nr_populated_threaded_children")]
    public int PopulatedThreadedChildCount
    {
        get => nr_populated_threaded_children;
        set => nr_populated_threaded_children = value;
    }

    /// <summary>The bits of the kernel's <c>CGRP_*</c> flags.</summary>
    [KernelMember("flags")]
    public ulong Flags
    {
        get => flags;
        set => flags = value;
    }

    /// <summary>The controllers that are on for the children (<c>cgroup.subtree_control</c>), a bit each.</summary>
    [KernelMember("subtree_control")]
    public ushort SubtreeControl
    {
        get => subtree_control;
        set => subtree_control = value;
    }

    /// <summary>The cgroup that takes part in resource distribution for this one: itself unless it is threaded.</summary>
    [KernelMember("dom_cgrp")]
    public Cgroup? Domain
    {
        get => dom_cgrp;
        set => dom_cgrp = value;
    }

    /// <summary>The ancestors by level, from the root to the cgroup itself (Linux 6.1).</summary>
    [KernelMember("ancestors")]
    [ArrayLength(0)]
    public KernelPointerArray<Cgroup> Ancestors
    {
        get => ancestors;
        set => ancestors = value;
    }
}
