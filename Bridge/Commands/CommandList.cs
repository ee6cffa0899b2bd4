using System.CommandLine;
using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Bridge.Commands.Doctor;
using FijiBridge.Bridge.Commands.Drawing;
using FijiBridge.Bridge.Commands.Evaluating;
using FijiBridge.Bridge.Commands.Jobs;
using FijiBridge.Bridge.Commands.Fiji;
using FijiBridge.Bridge.Commands.Models;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Bridge.Commands.Simulating;
using FijiBridge.Bridge.Commands.Tokens;
using FijiBridge.Bridge.Commands.Training;

namespace FijiBridge.Bridge.Commands;

/// <summary>The commands there are.</summary>
public static class CommandList
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Restores noisy microscopy stacks, on this computer or on a server of the lab.")
        {
            new RestoreCommand(),
            new TrainCommand(),
            new EvaluateCommand(),
            new FigureCommand(),
            new SimulateCommand(),
            new ServeCommand(),
            new JobsCommand(),
            new ModelsCommand(),
            new TokenCommand(),
            new DoctorCommand(),
            new DemoCommand(),
            new FijiCommand(),
        };
        HelpWithExitCodes.AddTo(root);
        return root;
    }
}
