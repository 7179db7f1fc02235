import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * What becomes of a connection: broken as soon as it says something (`cut`); accepted and never answered, for good, as
 * by a node that is gone (`silent`); or passed on, its answer lost and the connection with it (`answers lost`).
 */
type Trouble = "cut" | "silent" | "answers lost";

export interface TcpProxy {
  port: number;
  /** The same URL, through the proxy. */
  through: (url: string) => string;
  /** Befalls the open connections and those to come, until the next one or none. */
  befall: (trouble: Trouble | undefined) => void;
}

/** A peer between a client and a server on this machine, for what networks do to the two. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let trouble: Trouble | undefined;

  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    const both = [client, target];
    let isSilent = false;
    const state = () => {
      isSilent ||= trouble === "silent";
      return isSilent ? "silent" : trouble;
    };
    const breakBoth = () => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", breakBoth);
      socket.on("close", () => {
        sockets.delete(socket);
        breakBoth();
      });
    }
    client.on("data", (data) => {
      if (state() === "cut") breakBoth();
      else if (state() !== "silent") target.write(data);
    });
    target.on("data", (data) => {
      if (state() === "answers lost") breakBoth();
      else if (state() !== "silent") client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const breakAll = () => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    server.close();
    breakAll();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    through(url) {
      const changed = new URL(url);
      changed.host = `127.0.0.1:${port}`;
      return changed.href;
    },
    befall(next) {
      if (next === "cut") breakAll();
      trouble = next;
    },
  };
}
