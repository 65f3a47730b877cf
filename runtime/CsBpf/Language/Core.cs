using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CsBpf;

/// <summary>
/// Questions about types and functions that are answered when the object is loaded, from the running kernel's BTF (CO-RE). The branch that is
/// not taken for an answer is never looked at by the verifier, so it may use what this kernel lacks:
/// <code>long state = Core.Exists(task.__state) ? task.__state : ((OldTask)(task_struct)task).state;</code>
/// </summary>
/// <remarks>
/// <para>
/// Where a member is asked for, the program evaluates nothing: <c>Core.Exists(task.mm!.owner)</c> is about the struct, whether or not this task has an
/// <c>mm</c>. Where there is no object at hand, a lambda names the member: <c>Core.Exists((task_struct task) => task.loginuid)</c>.
/// </para>
/// <para>
/// On the CLR they answer for the kernel that <c>CsBpf.Kernel</c> was made from: what has a flavor of its own (<see cref="KernelTypeAttribute.Flavor"/>)
/// is not there, all else is. A <see cref="BpfSimulation"/> can say otherwise (<see cref="BpfSimulation.KernelHas"/>), and knows the sizes.
/// </para>
/// </remarks>
public static class Core
{
    private const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicProperties;

    /// <summary>True where the kernel's type has a member, or the kernel's enum a value: <c>Core.Exists(bpf_map_type.BPF_MAP_TYPE_ARENA)</c>.</summary>
    /// <param name="member">The member, read from an object, or the value by its name.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.Exists)]
    public static bool Exists<T>(T member, [CallerArgumentExpression(nameof(member))] string name = "") => Has(LastName(name), byDefault: true);

    /// <inheritdoc cref="Exists{T}(T, string)"/>
    /// <param name="member">A lambda that reads the member; it is not called.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.Exists)]
    public static bool Exists<[DynamicallyAccessedMembers(Members)] TObject, TMember>(
        Func<TObject, TMember> member, [CallerArgumentExpression(nameof(member))] string name = "")
        where TObject : KernelObject =>
        Has(LastName(name), byDefault: typeof(TObject).GetProperty(LastName(name))?.DeclaringType is not { } declaring || !HasFlavor(declaring));

    /// <summary>True where the kernel has a type of this name and kind.</summary>
    /// <typeparam name="T">The class or enum that stands for the type.</typeparam>
    [CoreQuery(CoreQuery.TypeExists)]
    public static bool Exists<T>() => Has(NameOf(typeof(T)), byDefault: true);

    /// <summary>True where the kernel's type has all of the members that the class has, and they are of the same types.</summary>
    /// <inheritdoc cref="Exists{T}()"/>
    [CoreQuery(CoreQuery.TypeMatches)]
    public static bool Matches<T>() => Has(NameOf(typeof(T)), byDefault: !HasFlavor(typeof(T)));

    /// <summary>The size of a type of the kernel, in bytes; 0 where the kernel does not have it.</summary>
    /// <inheritdoc cref="Exists{T}()"/>
    [CoreQuery(CoreQuery.TypeSize)]
    public static int SizeOf<T>() => SizeOf(NameOf(typeof(T)));

    /// <summary>The size of a member, in bytes. The kernel must have it: ask <see cref="Exists{T}(T, string)"/> first.</summary>
    /// <param name="member">The member, read from an object.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.MemberSize)]
    public static int SizeOf<T>(T member, [CallerArgumentExpression(nameof(member))] string name = "") => SizeOf(LastName(name));

    /// <inheritdoc cref="SizeOf{T}(T, string)"/>
    /// <param name="member">A lambda that reads the member; it is not called.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.MemberSize)]
    public static int SizeOf<TObject, TMember>(Func<TObject, TMember> member, [CallerArgumentExpression(nameof(member))] string name = "")
        where TObject : KernelObject =>
        SizeOf(LastName(name));

    /// <summary>
    /// Where in its object a member is, in bytes; of a bit field where the integer is that has its bits. The kernel must have it: ask
    /// <see cref="Exists{T}(T, string)"/> first.
    /// </summary>
    /// <param name="member">The member, read from an object.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.MemberOffset)]
    public static int OffsetOf<T>(T member, [CallerArgumentExpression(nameof(member))] string name = "") =>
        BpfSimulation.Current?.KernelOffsets.TryGetValue(LastName(name), out int offset) == true ? offset : 0;

    /// <inheritdoc cref="OffsetOf{T}(T, string)"/>
    /// <param name="member">A lambda that reads the member; it is not called.</param>
    /// <param name="name">Left to the C# compiler.</param>
    [CoreQuery(CoreQuery.MemberOffset)]
    public static int OffsetOf<TObject, TMember>(Func<TObject, TMember> member, [CallerArgumentExpression(nameof(member))] string name = "")
        where TObject : KernelObject =>
        OffsetOf(default(TMember), name);

    /// <summary>
    /// True for an integer or enum with a sign in the kernel, whatever it has in C#. The kernel must have it: ask <see cref="Exists{T}(T, string)"/> first.
    /// </summary>
    /// <param name="member">The member, read from an object.</param>
    [CoreQuery(CoreQuery.MemberIsSigned)]
    public static bool IsSigned<T>(T member) =>
        typeof(T) == typeof(nint) || Type.GetTypeCode(typeof(T)) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;

    /// <inheritdoc cref="IsSigned{T}(T)"/>
    /// <param name="member">A lambda that reads the member; it is not called.</param>
    [CoreQuery(CoreQuery.MemberIsSigned)]
    public static bool IsSigned<TObject, TMember>(Func<TObject, TMember> member)
        where TObject : KernelObject =>
        IsSigned(default(TMember));

    /// <summary>The number of a type in the kernel's BTF; 0 where the kernel does not have it. On the CLR some number.</summary>
    /// <inheritdoc cref="Exists{T}()"/>
    [CoreQuery(CoreQuery.TypeId)]
    public static uint TypeId<T>() => Exists<T>() ? (uint)typeof(T).MetadataToken : 0;

    /// <summary>The number of a type in the BTF of the object. On the CLR some number.</summary>
    /// <inheritdoc cref="Exists{T}()"/>
    [CoreQuery(CoreQuery.LocalTypeId)]
    public static uint LocalTypeId<T>() => (uint)typeof(T).MetadataToken;

    /// <summary>
    /// What the running kernel has for a value of an enum, which may be another number than the one that C# knows. The kernel must have it: ask
    /// <see cref="Exists{T}(T, string)"/> first.
    /// </summary>
    /// <param name="value">The value, by its name.</param>
    [CoreQuery(CoreQuery.EnumValue)]
    public static T EnumValue<T>(T value)
        where T : struct, Enum =>
        value;

    /// <summary>True where the kernel has this function.</summary>
    /// <param name="kfunc">A method with <see cref="KfuncAttribute"/>, by its name.</param>
    [CoreQuery(CoreQuery.KfuncExists)]
    public static bool KfuncExists(Delegate kfunc)
    {
        ArgumentNullException.ThrowIfNull(kfunc);
        return Has(kfunc.Method.Name, byDefault: true);
    }

    /// <summary>True where the kernel has this helper. Whether programs of this type may call it, it does not say.</summary>
    /// <param name="helper">A method with <see cref="HelperAttribute"/>, by its name.</param>
    [CoreQuery(CoreQuery.HelperExists)]
    public static bool HelperExists(Delegate helper)
    {
        ArgumentNullException.ThrowIfNull(helper);
        return Has(helper.Method.Name, byDefault: true);
    }

    private static bool Has(string name, bool byDefault) =>
        BpfSimulation.Current?.KernelHas.TryGetValue(name, out bool has) == true ? has : byDefault;

    private static int SizeOf(string name) => BpfSimulation.Current?.KernelSizes.TryGetValue(name, out int size) == true ? size : 0;

    private static bool HasFlavor(Type type) => type.GetCustomAttribute<KernelTypeAttribute>(inherit: false)?.Flavor is not null;

    private static string NameOf(Type type) => type.GetCustomAttribute<KernelTypeAttribute>(inherit: false)?.Name ?? type.Name;

    // "(task_struct task) => task.loginuid" is about loginuid.
    private static string LastName(string expression) => expression[(expression.LastIndexOf('.') + 1)..].Trim('(', ')', '!', ' ');
}
