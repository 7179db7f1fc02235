import { beforeEach, expect, test, vi } from "vitest";
import { expectImages, imagesOf } from "../../e2e/images-there.ts";
import { kubectlStandIn } from "./support/kubectl-stand-in.ts";

beforeEach(() => vi.unstubAllEnvs());

const began = { terminated: { exitCode: 128, reason: "StartError" } };

/** A cluster whose kubelet reports this about the containers. */
function kubelet(...containers: { image: string; state: object }[]) {
  const { folder } = kubectlStandIn({
    "-n webhook-app delete pod": "",
    "-n webhook-app get serviceaccount/default": "serviceaccount/default",
    "apply -f -": "",
    "-n webhook-app get pod images": containers,
  });
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  return expectImages(
    "webhook-app",
    containers.map(({ image }) => image),
  );
}

test("an image is there if its container could start, whatever happened then", async () => {
  const backOff = { waiting: { reason: "CrashLoopBackOff" } };
  const told = await kubelet({ image: "a:1", state: began }, { image: "b:1", state: backOff });
  expect(told).toBe("a:1, b:1");
});

test("an unavailable image is named with the kubelet's reason", async () => {
  const message = "failed to resolve reference: no such host";
  const missing = { image: "b:1", state: { waiting: { reason: "ErrImagePull", message } } };
  await expect(kubelet({ image: "a:1", state: began }, missing)).rejects.toThrow(
    `neither on the node nor to be pulled: b:1 (${message})`,
  );
});

test("manifests' images are found, in lists and quotes too, and nothing that only has such a name", () => {
  const text =
    'containers:\n  - image: a:1\n    name: image\n  - name: b\n    image: "b:1"\nimages:\n  - imagePullPolicy: x\n';
  expect(imagesOf(text)).toEqual(["a:1", "b:1"]);
});
