export interface EngineFacts {
  runtime: string;
  threads: number;
  /** Photos that wait, and that are being looked at. */
  waiting: number;
  running: number;
  modelIds: readonly string[];
}

export interface ServerFacts {
  version: string;
  startedAt: Date;
  residentBytes: number;
  engine: EngineFacts;
}

export interface HealthProbe {
  facts(): ServerFacts;
  /** How long the database took to answer, in milliseconds. */
  database(): Promise<{ latencyMs: number; version: string; sizeBytes: number }>;
}
