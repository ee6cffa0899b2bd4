using FijiBridge.Bridge.Commands;

using var interruption = new Interruption();
return await CommandRunner.RunAsync(CommandList.Create(), args, Console.Out, Console.Error, interruption.Token);
