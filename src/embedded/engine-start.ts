import type { DataFolder } from "./data-folder";
import type { EngineProcess } from "./engine-process";
import type { Secrets } from "./secrets";

/** What an engine is started with. */
export interface EngineStart {
  readonly folder: DataFolder;
  readonly secrets: Secrets;
  /** Handed to every process of the engine as descriptor 3 (folder-lock.ts). */
  readonly lockDescriptor: number;
  /** Takes the process over as soon as it runs, so that it is ended also when the start fails. */
  readonly own: (engine: EngineProcess) => void;
  readonly say: (sentence: string) => void;
}
