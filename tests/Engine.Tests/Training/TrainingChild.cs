using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FijiBridge.Engine.Training;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>A training in a process of its own, to be killed.</summary>
internal sealed class TrainingChild : IDisposable
{
    private const string Word = "train-until-killed";

    private readonly Process _process;

    private TrainingChild(Process process) => _process = process;

    /// <summary>The program that <see cref="Start"/> starts; false when it was not asked for.</summary>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [Word, var checkpoint]) return false;
        Trainer.Train(SyntheticTask.Options with { Checkpoint = checkpoint }, (step, batch) =>
        {
            Console.WriteLine(step);
            // Past this step the parent must find it still at work.
            if (step > 20) Thread.Sleep(Timeout.Infinite);
            SyntheticTask.Fill(step, batch);
        });
        return true;
    }

    public static TrainingChild Start(string checkpoint)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TrainingChild).Assembly.Location, Word, checkpoint]) { RedirectStandardOutput = true };
        return new TrainingChild(Process.Start(start)!);
    }

    public void WaitForStep(long step)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == step.ToString()) return;
        }
        Assert.Fail($"the training ended before step {step}");
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public static long StepOf(byte[] checkpoint)
    {
        var line = Encoding.UTF8.GetString(checkpoint.AsSpan(0, checkpoint.AsSpan().IndexOf((byte)'\n')));
        return JsonDocument.Parse(line).RootElement.GetProperty("Counters").GetProperty("Step").GetInt64();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
