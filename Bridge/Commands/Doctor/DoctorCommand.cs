using System.CommandLine;

namespace FijiBridge.Bridge.Commands.Doctor;

/// <summary><c>fijibridge doctor</c>: what works on this computer, how fast, and what is missing for the rest.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<bool> _json = CommonOptions.Json();

    public DoctorCommand()
        : base("doctor", "Tries every device and tells what works, how fast, and what is missing for the others.")
    {
        Add(_json);
        SetAction(parsed => Run(parsed.GetValue(_json), Screen.Of(parsed)));
    }

    private static int Run(bool json, Screen screen)
    {
        if (!json) screen.Error.WriteLine("trying every device, which takes some seconds");
        var diagnosis = Diagnosis.Make();
        if (json) screen.Out.WriteLine(DiagnosisJson.Of(diagnosis).ToJsonString());
        else DiagnosisText.Write(screen.Out, diagnosis);
        return diagnosis.Chosen is null ? ExitCodes.NoDevice : ExitCodes.Done;
    }
}
