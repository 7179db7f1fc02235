import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/kubernetes/connect.ts";
import { readPlatform } from "../../src/kubernetes/platform.ts";
import { kubeadmCluster } from "./support/kubeadm-cluster.ts";
import { startKubernetesApi } from "./support/kubernetes-api.ts";
import { bringUp, startLab } from "./support/start-lab.ts";

async function read(circumstances: Parameters<typeof kubeadmCluster>[0]) {
  const kubernetes = await startKubernetesApi();
  onTestFinished(() => kubernetes.close());
  for (const object of kubeadmCluster(circumstances)) kubernetes.put(object);
  return readPlatform(connect(kubernetes.config));
}

test("accepts kind and kubeadm, on amd64 and arm64, with kubeadm's Pod network", async () => {
  expect(await read({})).toEqual({ podNetworks: ["10.244.0.0/16"] });
  const networking = { podSubnet: "192.168.0.0/17,fd00:10:244::/56", dnsDomain: "cluster.local" };
  expect(await read({ nodes: [{ architecture: "arm64" }], networking })).toEqual({ podNetworks: ["192.168.0.0/17"] });
});

test.each([
  ["k3s", { nodes: [{ kubelet: "v1.34.1+k3s1" }], networking: null }, /k3s: .*registries\.yaml/],
  ["EKS", { nodes: [{ kubelet: "v1.34.1-eks-113cf36" }], networking: null }, /EKS: /],
  ["GKE", { nodes: [{ kubelet: "v1.34.1-gke.1829001" }], networking: null }, /GKE: /],
  ["another", { networking: null }, /no ConfigMap kube-system\/kubeadm-config/],
  ["an old Kubernetes", { nodes: [{ kubelet: "v1.29.9" }] }, /Kubernetes v1\.29\.9; .*1\.30/],
  ["an old containerd", { nodes: [{}, { runtime: "containerd://1.7.22" }] }, /node-1 has containerd:\/\/1\.7\.22/],
  ["CRI-O", { nodes: [{ runtime: "cri-o://1.34.0" }] }, /cri-o:\/\/1\.34\.0/],
  ["mixed nodes", { nodes: [{}, { architecture: "arm64" }] }, /amd64 and arm64/],
  ["another domain", { networking: { podSubnet: "10.1.0.0/16", dnsDomain: "corp" } }, /DNS domain is corp/],
  ["no known Pod network", { networking: { serviceSubnet: "10.96.0.0/12" } }, /--pod-network-cidr/],
])("%s is refused, with the reason, and nothing is changed", async (_, circumstances, reason) => {
  await expect(read(circumstances)).rejects.toThrow(reason);
  await expect(read(circumstances)).rejects.toThrow(
    /^the lab does not run on this cluster \(.*\)\. It runs on kind and kubeadm/,
  );
});

test("policies for everybody but Pods have the cluster's own Pod network", async () => {
  const started = await startLab({ whole: true });
  for (const object of kubeadmCluster({ networking: { podSubnet: "192.168.0.0/17" } })) started.kubernetes.put(object);
  await bringUp(started);
  const policies = ["gitlab/gitlab", "gitlab-runner/managers", "ci-deploy/job"].map((name) =>
    JSON.stringify(started.kubernetes.get(`NetworkPolicy/${name}`)),
  );
  for (const policy of policies) {
    expect(policy).toContain('"192.168.0.0/17"');
    expect(policy).not.toContain("10.244.0.0/16");
  }
});
