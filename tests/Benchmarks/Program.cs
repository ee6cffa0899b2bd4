using FijiBridge.Benchmarks;

// One line for each benchmark: its name, what it shows, what runs it.
var benchmarks = new (string Name, string Shows, Func<string[], int> Run)[]
{
    ("startup", "wall time of restoring one 512 x 512 image, from the start of the program to the result", Startup.Run),
    ("large-stack", "peak memory of server and client while a stack of several GB is restored", LargeStack.Run),
    ("fiji-stack", "memory of ImageJ and rates there and back for virtual stacks of 500 MB and 2 GB; other sizes in MB as options", FijiStack.Run),
    ("synthetic-table", "what a model gains over the best Gaussian filter on noise of every level, origin and correlation", SyntheticTable.Run),
    ("built-in-model", "trains a built-in model again", BuiltInModel.Run),
    ("built-in-table", "what each built-in model restores, beside what one would do without it", BuiltInTable.Run),
    ("noise-table", "how rightly noise is measured in images that have structures", NoiseTable.Run),
    ("debris-table", "what a model makes of cells when something much brighter lies among them", DebrisTable.Run),
    ("scene-table", "what a model makes of stripes, of what is much brighter than the cells, and of dark structures on bright ground", SceneTable.Run),
    ("artefact-table", "what the model artefacts makes of one fault at a time", ArtefactTable.Run),
    ("contact-sheet", "a picture of made-up samples of every kind, recorded, smoothed, restored and true", ContactSheet.Run),
    ("load", "fairness, throughput and memory of a server with 32 users: rounds and users as options", Load.Run),
    ("spinning", "time of a tile with ONNX Runtime's idle threads polling or asleep, alone and side by side", SpinningThreads.Run),
    ("training-step", "time and peak memory of a training step, ours and PyTorch's in turns", TrainingStep.Run),
};

var chosen = benchmarks.FirstOrDefault(benchmark => args.Length > 0 && benchmark.Name == args[0]);
if (chosen.Run is not null) return chosen.Run(args[1..]);

Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- NAME [options]");
foreach (var (name, shows, _) in benchmarks) Console.Error.WriteLine($"  {name,-16} {shows}");
return 2;
