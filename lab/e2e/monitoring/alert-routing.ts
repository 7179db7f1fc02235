import { parseAllDocuments } from "yaml";
import { apply, kubectl } from "../kubectl.ts";

/**
 * The Secret that Alertmanager reads unless a chart has written one; see configSecret of the operator's Alertmanager.
 */
const CONFIG = "alertmanager-kube-prometheus-stack-alertmanager";

type Fields = Record<string, unknown>;

interface Receiver {
  name: string;
  rocketchatConfigs?: Fields[];
}

interface Manifest {
  kind: string;
  metadata: { namespace?: string };
  spec: { route: Fields; receivers: Receiver[] };
}

/** The version of the operator in the namespace monitoring. */
async function operatorVersion(): Promise<[major: number, minor: number]> {
  const path = "jsonpath={.items[*].spec.template.spec.containers[*].image}";
  const images = await kubectl(["-n", "monitoring", "get", "deployments", "-o", path]);
  const [, major, minor] = /prometheus-operator:v(\d+)\.(\d+)/.exec(images) ?? [];
  if (major === undefined) throw new Error(`no Prometheus Operator among the images of monitoring: ${images}`);
  return [Number(major), Number(minor)];
}

/**
 * Applies part-b. Before 0.89 the operator passes only the token of `rocketchatConfigs` to Alertmanager, which
 * then sends it to the default address, open.rocket.chat
 * (https://github.com/prometheus-operator/prometheus-operator/issues/8009). For such an operator they are moved from
 * the AlertmanagerConfig to Alertmanager's own configuration.
 *
 * @returns how alerts are routed
 * @throws Error if that configuration is somebody else's
 */
export async function applyPartB(folder: string): Promise<string> {
  const [major, minor] = await operatorVersion();
  if (major > 0 || minor >= 89) {
    await kubectl(["apply", "-k", folder]);
    return "alerts routed by the AlertmanagerConfig as it is";
  }
  const documents = parseAllDocuments(await kubectl(["kustomize", folder]));
  const items = documents.map((document) => document.toJS() as Manifest);
  const routing = items.find(({ kind }) => kind === "AlertmanagerConfig")!;
  const configs = routing.spec.receivers.flatMap(({ rocketchatConfigs }) => rocketchatConfigs ?? []);
  for (const receiver of routing.spec.receivers) delete receiver.rocketchatConfigs;
  await expectOwn();
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await writeConfig(routing, configs);
  return `operator ${major}.${minor} drops what AlertmanagerConfigs say of Rocket.Chat (before 0.89): given to Alertmanager directly`;
}

/** Removes the configuration that applyPartB gave Alertmanager. */
export async function removeConfig(): Promise<void> {
  await kubectl(["-n", "monitoring", "delete", "secret", "-l", "made-by=e2e", "--ignore-not-found"]);
}

async function expectOwn(): Promise<void> {
  const path = "jsonpath={.metadata.labels}";
  const labels = await kubectl(["-n", "monitoring", "get", "secret", CONFIG, "--ignore-not-found", "-o", path]);
  if (labels !== "" && !labels.includes("made-by")) {
    throw new Error(`the Prometheus Operator is older than 0.89 and Secret ${CONFIG} is in use: update the operator`);
  }
}

/** The route and the Rocket.Chat receivers in Alertmanager's own notation: the object's fields in snake case. */
async function writeConfig({ spec, metadata: { namespace = "" } }: Manifest, configs: Fields[]): Promise<void> {
  const converted = await Promise.all(configs.map((config) => withSecrets(snakeCased(config), namespace)));
  const route = { ...snakeCased(spec.route), receiver: "rocket-chat", matchers: [`namespace="${namespace}"`] };
  const config = {
    route: { receiver: "null", routes: [route] },
    receivers: [{ name: "null" }, { name: "rocket-chat", rocketchat_configs: converted }],
  };
  await apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace: "monitoring", name: CONFIG, labels: { "made-by": "e2e" } },
    // JSON is YAML.
    stringData: { "alertmanager.yaml": JSON.stringify(config) },
  });
}

function snakeCased(fields: Fields): Fields {
  const snake = (name: string) => name.replaceAll(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snake(name), value]));
}

async function withSecrets(fields: Fields, namespace: string): Promise<Fields> {
  const result = { ...fields };
  for (const name of ["token", "token_id"]) {
    const { name: secret, key } = fields[name] as { name: string; key: string };
    const path = `jsonpath={.data.${key}}`;
    const value = await kubectl(["-n", namespace, "get", "secret", secret, "-o", path]);
    result[name] = Buffer.from(value, "base64").toString();
  }
  return result;
}
