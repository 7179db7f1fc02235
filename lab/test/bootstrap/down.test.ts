import { expect, test } from "vitest";
import { remove } from "../../src/remove.ts";
import { bringUp, startLab, type StartedLab } from "./support/start-lab.ts";

const removal = ({ lab }: StartedLab, keepData: boolean) => ({ ...lab, patience: lab.patience.start, keepData });

test("down removes the namespaces with everything in them", async () => {
  const started = await startLab({ whole: true });
  await bringUp(started);
  await remove(removal(started, false));
  expect(started.kubernetes.keys()).toEqual([]);
});

test("with --keep-data volumes, Secrets and namespaces stay, and up continues with them", async () => {
  const started = await startLab();
  await bringUp(started);
  const { kubernetes } = started;
  const before = kubernetes.secret("mongodb", "mongodb");
  const claim = { namespace: "mongodb", name: "data-mongodb-0" };
  kubernetes.put({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: claim });
  await remove(removal(started, true));
  const kinds = new Set(kubernetes.keys().map((key) => key.split("/")[0]));
  expect(kinds).toEqual(new Set(["Namespace", "Secret", "PersistentVolumeClaim"]));
  await bringUp(started);
  expect(kubernetes.secret("mongodb", "mongodb")).toEqual(before);
});

test("if lab/up did not create a namespace, nothing is removed", async () => {
  const started = await startLab();
  await bringUp(started);
  const { kubernetes } = started;
  const managedFields = [{ manager: "kubectl-create" }];
  kubernetes.put({ apiVersion: "v1", kind: "Namespace", metadata: { name: "mongodb", managedFields } });
  const before = kubernetes.keys();
  await expect(remove(removal(started, false))).rejects.toThrow(/namespace mongodb was not created by lab\/up/);
  expect(kubernetes.keys()).toEqual(before);
});

test("down on an empty cluster is done at once", async () => {
  const started = await startLab();
  await remove(removal(started, false));
  expect(started.kubernetes.writes).toEqual([]);
});
