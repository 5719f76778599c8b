import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudSummary, generateSyntheticCloud } from "../../../src/demo/synthetic-cloud/generate-synthetic-cloud";

export const WINDOW = { from: "2025-09-01", to: "2025-12-29" } as const;

export interface CloudOnDisk {
  readonly folder: string;
  readonly summary: CloudSummary;
  readonly remove: () => void;
}

export async function makeCloud(size: { seed: number; people: number; touchpoints: number }): Promise<CloudOnDisk> {
  const folder = mkdtempSync(join(tmpdir(), "synthetic-cloud-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    return { folder, summary: await generateSyntheticCloud({ ...size, ...WINDOW, folder }), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
