using FijiBridge.Engine.Tests.Training;

// Tests are run by the test host. Started by itself, this program is the other process of a test that needs one.
return TrainingChild.TryRun(args) ? 0 : 1;
