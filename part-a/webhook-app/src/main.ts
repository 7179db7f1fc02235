import { hearStopSignals } from "./stop-signals.ts";

// Everything else is loaded on demand, after the signal handlers are set: loading takes most of a start.
const stopSignals = hearStopSignals();
const { readCommandLine } = await import("./command-line.ts");
const command = readCommandLine(process.argv.slice(2));
if ("says" in command) {
  process[command.code === 0 ? "stdout" : "stderr"].write(command.says);
  process.exitCode = command.code;
} else {
  const { configure } = await import("./config/configure.ts");
  const config = configure(process.env);
  if (!config) {
    process.exitCode = 2;
  } else if (command.run === "check") {
    process.stdout.write("The configuration has no mistakes.\n");
  } else {
    const { startService } = await import("./service.ts");
    await startService(config, stopSignals);
  }
}
