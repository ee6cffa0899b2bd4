namespace FijiBridge.Engine.Inference;

/// <summary>Which devices of this machine really work, and which one to use.</summary>
public static class ExecutionProviders
{
    /// <summary>Tries every device that can exist on this system, the preferred one first; the processor is last. Takes up to some seconds.</summary>
    public static IReadOnlyList<DeviceReport> Probe() => [.. Here().SelectMany(provider => provider.Cards()).Select(DeviceProbe.Try)];

    /// <summary>Tries one device.</summary>
    public static DeviceReport Probe(DeviceKind device) => DeviceProbe.Try(ExecutionProvider.Of(device));

    /// <summary>
    /// The report with the speed of its device, when it works and is no program that imitates one (which would take minutes). Takes one to some seconds.
    /// </summary>
    public static DeviceReport Measure(DeviceReport report) => report.Works && !ExecutionProvider.Of(report).FindAdapter().Software
        ? report with { MegapixelsPerSecond = DeviceProbe.MegapixelsPerSecond(report.Kind) }
        : report;

    /// <summary>The device to use; tries no more of them than needed.</summary>
    /// <param name="device">"auto", or the <see cref="DeviceKinds.Id"/> of a device, in any case.</param>
    /// <exception cref="EngineFailure">
    /// <see cref="FailureKind.DeviceUnavailable"/>: the device that was named does not work, with the reason and what to do;
    /// <see cref="FailureKind.BadRequest"/>: there is no device of that name.
    /// </exception>
    public static DeviceChoice Choose(string device) =>
        string.Equals(device, DeviceKinds.Automatic, StringComparison.OrdinalIgnoreCase) ? Best() : Named(DeviceKinds.Parse(device));

    /// <summary>The device and all cards like it that work, too: it is the first, and those before it failed when it was chosen.</summary>
    public static IReadOnlyList<DeviceReport> Alike(DeviceReport device) =>
        [device, .. ExecutionProvider.Of(device.Kind).Cards().Where(provider => provider.Card > device.Card).Select(DeviceProbe.Try).Where(report => report.Works)];

    private static DeviceChoice Named(DeviceKind kind)
    {
        var provider = ExecutionProvider.Of(kind);
        var (report, faults) = FirstThatWorks(provider.Cards(), DeviceProbe.Try);
        return report is not null ? new DeviceChoice(report, Notices(kind, faults)) : throw provider.Unavailable(string.Join("; ", faults));
    }

    private static DeviceChoice Best()
    {
        var notices = new List<string>();
        foreach (var provider in Here().Where(provider => !provider.OnlyWhenNamed))
        {
            // A look suffices to pass over software devices, whose trial would cost a second.
            var adapter = provider.FindAdapter();
            var (report, faults) = adapter.Software ? (null, [$"there is only {adapter.Name}, {adapter.Remark}"]) : FirstThatWorks(provider.Cards(), DeviceProbe.Try);
            notices.AddRange(Notices(provider.Kind, faults));
            if (report is not null) return new DeviceChoice(report, notices);
        }
        throw new EngineFailure(FailureKind.DeviceUnavailable, $"No device works, not even the processor. {string.Join(" ", notices)}");
    }

    /// <summary>The first of several cards that works, or none, and what is wrong with those before it.</summary>
    internal static (DeviceReport? Report, IReadOnlyList<string> Faults) FirstThatWorks(IEnumerable<ExecutionProvider> cards, Func<ExecutionProvider, DeviceReport> attempt)
    {
        var faults = new List<string>();
        foreach (var card in cards)
        {
            var report = attempt(card);
            if (report.Works) return (report, faults);
            faults.Add(card.Card == 0 ? report.Reason : $"card {card.Card + 1}: {report.Reason}");
        }
        return (null, faults);
    }

    private static string[] Notices(DeviceKind kind, IReadOnlyList<string> faults) => [.. faults.Select(fault => $"{kind.DisplayName()}: {fault}.")];

    private static IEnumerable<ExecutionProvider> Here() => ExecutionProvider.All.Where(provider => provider.Kind switch
    {
        DeviceKind.DirectMl => OperatingSystem.IsWindows(),
        DeviceKind.CoreMl => OperatingSystem.IsMacOS(),
        DeviceKind.Cuda or DeviceKind.TensorRt => !OperatingSystem.IsMacOS(),
        _ => true,
    });
}
