Console.Error.WriteLine("fijibridge: no commands yet");
return 2;
