import { describeOutbox } from "./conformance.ts";
import { openPostgresHarness } from "./open-postgres-harness.ts";

describeOutbox("PostgreSQL", openPostgresHarness);
