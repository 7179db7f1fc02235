import { runControls } from "./controls.ts";
import { readOptions } from "./options.ts";
import { runWorlds } from "./worlds.ts";

const options = readOptions(process.argv.slice(2));
process.once("SIGINT", () => process.exit(130));
process.stdout.write(`seed ${options.seed}\n`);
const passed = await (options.controls ? runControls(options) : runWorlds(options));
process.exit(passed ? 0 : 1);
