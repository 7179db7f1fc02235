import { expect, test, vi } from "vitest";
import { startKillablePostgres } from "../../chaos/killable-postgres.ts";
import { postgresAnswers } from "../../testing/postgres-answers.ts";
import { startPostgres } from "../../testing/start-postgres.ts";

test("a PostgreSQL that hangs is killed and started again", { timeout: 60_000 }, async () => {
  const onHung = vi.fn<() => void>();
  const postgres = await startKillablePostgres({ hungMs: 500, onHung });
  const hung = postgres.pid();
  process.kill(hung, "SIGSTOP");
  await expect.poll(() => postgresAnswers(postgres.url), { timeout: 40_000 }).toBe(true);
  expect(postgres.pid()).not.toBe(hung);
  expect(onHung).toHaveBeenCalled();
  await postgres.stop();
});

test("a PostgreSQL that hangs, or is gone already, can be stopped", { timeout: 60_000 }, async () => {
  const [hung, gone] = await Promise.all([startPostgres(), startPostgres()]);
  process.kill(hung.pid(), "SIGSTOP");
  process.kill(gone.pid(), "SIGKILL");
  await expect(Promise.all([hung.stop(), gone.stop()])).resolves.toBeDefined();
});
