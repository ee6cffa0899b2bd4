using System.Globalization;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Bridge.Commands.Doctor;

/// <summary>A diagnosis for a person.</summary>
internal static class DiagnosisText
{
    public static void Write(TextWriter output, Diagnosis diagnosis)
    {
        TextTable.Write(output, [["DEVICE", "RAN", "MPIXEL/S", "NAME"], .. diagnosis.Devices.Select(Row)]);
        output.WriteLine();
        foreach (var device in diagnosis.Devices.Where(device => device.Reason.Length > 0))
            output.WriteLine($"{device.Kind.Id()}: {device.Reason}");
        var chosen = diagnosis.Chosen?.Id();
        output.WriteLine(chosen is null ? "No device works." : $"Restoring uses {chosen} unless --device names another.");
        output.WriteLine();
        foreach (var (name, version) in Diagnosis.Versions) output.WriteLine($"{name,-12} {version}");
        output.WriteLine($"{"spool",-12} {Describe(diagnosis.Spool)}");
        output.WriteLine($"{"models",-12} {Describe(diagnosis.Models)}");
    }

    private static string[] Row(DeviceReport device) =>
    [
        device.Kind.Id(),
        device.Works ? "yes" : "no",
        device.MegapixelsPerSecond?.ToString("G3", CultureInfo.InvariantCulture) ?? "-",
        device.Name,
    ];

    private static string Describe(FolderState folder) => folder.Trouble is null
        ? $"{folder.Path}, {ProgressText.Size(folder.FreeBytes)} free"
        : $"{folder.Path} cannot be written: {folder.Trouble}";
}
