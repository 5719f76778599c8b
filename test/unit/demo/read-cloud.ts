import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A row of a touchpoint file. */
export interface Touchpoint {
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly platform: string;
  readonly site: "OFF_SITE" | "ON_SITE";
  readonly brand?: string;
  readonly category?: string;
  readonly product?: string;
  readonly campaign?: string;
  readonly placement?: string;
  readonly creative?: string;
  readonly keyword?: string;
  readonly orderId?: string;
  readonly orderLine?: string;
  readonly amount?: string;
  readonly quantity?: number;
  readonly rating?: number;
  readonly device?: string;
  readonly pin?: string;
}

/** All rows in file order. */
export function readTouchpoints(folder: string, files: readonly string[]): readonly Touchpoint[] {
  return files.flatMap((file) => {
    const lines = readFileSync(join(folder, file), "latin1").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Touchpoint);
  });
}

export function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as T;
}
