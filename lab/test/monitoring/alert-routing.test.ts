import { describe, expect, test } from "vitest";

import { LAB_SECRETS } from "../../src/secrets.ts";
import { idOf } from "../manifests/support/manifest.ts";
import { manifests } from "../manifests/support/repository.ts";
import { alerts, readOne, text } from "../../src/monitoring/part-b.ts";
import { fits } from "../../src/monitoring/promql.ts";

interface Config {
  route: { receiver: string };
  receivers: { name: string; rocketchatConfigs: RocketChat[]; webhookConfigs: { urlSecret: Reference }[] }[];
  inhibitRules: { sourceMatch: Matcher[]; targetMatch: Matcher[] }[];
}

interface Policy {
  podSelector: { matchLabels: Record<string, string> };
  ingress: { from: object[]; ports: { port: number }[] }[];
}

interface Reference {
  name: string;
  key: string;
}

interface RocketChat {
  apiURL: string;
  channel: string;
  token: Reference;
  tokenID: Reference;
}

interface Matcher {
  matchType: string;
  value: string;
}

const specOf = <Spec>(id: string): Spec => {
  const manifest = manifests.find((one) => idOf(one) === id);
  if (manifest === undefined) throw new Error(`${id} is not in the repository`);
  return manifest.spec as Spec;
};

const alerting = readOne("webhook-app-alertmanager-config.yaml");
const config = alerting.spec as Config;

describe("an alert's route", () => {
  const receiver = config.receivers.find(({ name }) => name === config.route.receiver);

  test("leads to Rocket.Chat and a second receiver, always both", () => {
    expect(receiver?.rocketchatConfigs).toHaveLength(1);
    expect(receiver?.webhookConfigs).toHaveLength(1);
  });

  test("leads to Rocket.Chat's Service, to one person or channel, with the bot's credentials", () => {
    const { apiURL, channel, token, tokenID } = receiver!.rocketchatConfigs[0]!;
    const [name, namespace] = new URL(apiURL).hostname.split(".");
    const { ports } = specOf<{ ports: { port: number }[] }>(`${namespace}/Service/${name}`);
    expect(ports.map(({ port }) => String(port))).toContain(new URL(apiURL).port);
    // What is applied in their place.
    expect(text("settings.env")).toContain(`\nROCKETCHAT_URL=${apiURL}\nALERTS_TO=${channel}\n`);
    // Without it Rocket.Chat guesses between rooms and people of that name.
    expect(channel).toMatch(/^[@#]/);
    const secret = LAB_SECRETS.find((one) => one.namespace === alerting.metadata.namespace && one.name === token.name);
    expect(secret?.keys).toEqual(expect.arrayContaining([token.key, tokenID.key]));
  });

  test("is allowed by Rocket.Chat's policy", () => {
    const { podSelector, ingress } = specOf<Policy>("rocket-chat/NetworkPolicy/rocket-chat");
    const { template } = specOf<{ template: { metadata: object } }>("rocket-chat/Deployment/rocket-chat");
    expect(template.metadata).toMatchObject({ labels: podSelector.matchLabels });
    const alertmanager = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
      podSelector: { matchLabels: { "app.kubernetes.io/name": "alertmanager" } },
    };
    expect(ingress.filter(({ ports }) => ports[0]?.port === 3000).flatMap(({ from }) => from)).toContainEqual(
      alertmanager,
    );
  });

  test("is inhibited only by and for existing alerts", () => {
    for (const { sourceMatch, targetMatch } of config.inhibitRules) {
      for (const { matchType, value } of [...sourceMatch, ...targetMatch]) {
        const branches = value.replace(/^WebhookApp\((.*)\)$/, "$1").split("|");
        for (const branch of branches) {
          const names = alerts
            .map(({ alert }) => alert)
            .filter((name) => fits(`${matchType}"WebhookApp${branch}"`, name));
          expect([branch, ...names]).not.toEqual([branch]);
        }
      }
    }
  });
});
