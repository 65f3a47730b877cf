return CsBpf.Cli.CommandLine.Run(args, Console.Out, Console.Error);
