using FijiBridge.Bridge.Commands;

using var interruption = new Interruption(survivesHangup: args is ["serve", ..]);
return await CommandRunner.RunAsync(CommandList.Create(), args, Console.Out, Console.Error, interruption.Token);
