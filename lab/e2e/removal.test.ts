import { check } from "./check.ts";
import { removeAll } from "./removal.ts";

check("what was made is removed", removeAll);
