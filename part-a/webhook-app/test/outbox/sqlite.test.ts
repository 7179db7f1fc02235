import { describeOutbox } from "./conformance.ts";
import { openSqliteHarness } from "./open-sqlite-harness.ts";

describeOutbox("SQLite", openSqliteHarness);
