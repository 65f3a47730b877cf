namespace CsBpf;

/// <summary>What becomes of a packet after a traffic control program (<c>enum tcx_action_base</c>, <c>TC_ACT_*</c>).</summary>
public enum TcAction
{
    /// <summary>The next program decides; after the last one the packet passes.</summary>
    Next = -1,

    /// <summary>Passes, and no other program is asked.</summary>
    Pass = 0,

    /// <summary>Dropped.</summary>
    Drop = 2,

    /// <summary>Sent where the program's call of a redirecting helper said.</summary>
    Redirect = 7,
}
