/** An object of a file in the repository. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: unknown;
  data?: Record<string, string>;
  /** Relative to the repository; not a part of the object. */
  file: string;
}

interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
}
