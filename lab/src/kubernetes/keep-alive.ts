import type { KubeConfig, RequestContext } from "@kubernetes/client-node";

/**
 * Lets all requests share connections: by itself the library (2.0.1, KubeConfig.createDispatcher) makes an agent of its
 * own for each, and with it a TLS handshake. `lab/up` asks some 500 times.
 */
export function keepAlive(config: KubeConfig): void {
  const apply = config.applySecurityAuthentication.bind(config);
  let shared: ReturnType<RequestContext["getDispatcher"]>;
  config.applySecurityAuthentication = async (context) => {
    await apply(context);
    shared ??= context.getDispatcher();
    if (shared !== undefined) context.setDispatcher(shared);
  };
}
