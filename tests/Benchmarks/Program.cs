Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- NAME");
return 2;
