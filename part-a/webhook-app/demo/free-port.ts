import { createServer, type AddressInfo } from "node:net";

/** The first free port of `usual`, `usual` + 1, …; any free one if the next twenty are taken. */
export async function freePort(usual: number): Promise<number> {
  for (let port = usual; port < usual + 20; port++) {
    if (await canListen(port)) return port;
  }
  return canListen(0).then((port) => port || usual);
}

/** Tries without a host, as the service listens: a port that is taken on only IPv4 or IPv6 counts as taken. */
function canListen(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(0));
    server.listen(port, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => resolve(bound));
    });
  });
}
