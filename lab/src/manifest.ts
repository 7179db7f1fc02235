/** An object as a file of the repository has it. */
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
