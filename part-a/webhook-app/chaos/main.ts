import { runControls } from "./controls.ts";
import { readCommandLine } from "../testing/read-command-line.ts";
import { readOptions, USAGE } from "./options.ts";
import { runWorlds } from "./worlds.ts";

const options = readCommandLine(USAGE, readOptions);
process.once("SIGINT", () => process.exit(130));
process.stdout.write(`seed ${options.seed}\n`);
const passed = await (options.controls ? runControls(options) : runWorlds(options));
process.exit(passed ? 0 : 1);
