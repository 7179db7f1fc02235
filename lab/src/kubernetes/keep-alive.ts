import type { KubeConfig, RequestContext } from "@kubernetes/client-node";

/**
 * Lets all requests share connections: by default the library (2.0.1, KubeConfig.createDispatcher) creates an agent for
 * each, which costs a TLS handshake. `lab/up` makes some 500 requests.
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
