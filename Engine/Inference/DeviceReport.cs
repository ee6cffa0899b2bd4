namespace FijiBridge.Engine.Inference;

/// <summary>What is known of one device on this machine.</summary>
/// <param name="Kind">The way in which networks run on it.</param>
/// <param name="Name">The name of the hardware, or of the way when the hardware does not tell.</param>
/// <param name="Works">A small network ran on it and gave the right numbers.</param>
/// <param name="Reason">When it does not work: what is missing and what to do. Else a remark, or nothing.</param>
/// <param name="MegapixelsPerSecond">Speed on the built-in network, when measured (<see cref="ExecutionProviders.Measure"/>).</param>
public sealed record DeviceReport(DeviceKind Kind, string Name, bool Works, string Reason, double? MegapixelsPerSecond = null)
{
    /// <summary>Which of several cards of this kind, from 0 on.</summary>
    public int Card { get; init; }

    public override string ToString() => Card == 0 ? $"{Kind.DisplayName()} ({Name})" : $"{Kind.DisplayName()} ({Name}, card {Card + 1})";
}

/// <summary>The device that networks will run on.</summary>
/// <param name="Device">A device that works.</param>
/// <param name="Notices">Why better devices are not used: one sentence each, to be shown to whoever waits for results.</param>
public sealed record DeviceChoice(DeviceReport Device, IReadOnlyList<string> Notices);
