import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateSyntheticCloud } from "../../../src/demo/synthetic-cloud/generate-synthetic-cloud";
import { makeCloud, WINDOW } from "./make-cloud";
import { registerPeople } from "./person-register";
import { readTouchpoints } from "./read-cloud";

const OUTPUTS = ["cloud.json", "truth.json", "delivery.ndjson"] as const;
/** Below 2 s alone on one core, several times that beside a full test run. */
jest.setTimeout(60_000);

describe("generating a cloud", () => {
  const digest = async (seed: number): Promise<string> => {
    const { folder, summary, remove } = await makeCloud({ seed, people: 1_000, touchpoints: 15_000 });
    const hash = createHash("sha256");
    for (const file of [...summary.files, ...OUTPUTS]) hash.update(readFileSync(join(folder, file)));
    remove();
    return hash.digest("hex");
  };

  it("writes the same bytes for the same seed and others for another", async () => {
    expect(await digest(7)).toBe(await digest(7));
    expect(await digest(7)).not.toBe(await digest(8));
  });

  it.each([12, 20, 40])("meets %i touchpoints a person within 2 per cent, and everybody appears", async (each) => {
    const cloud = await makeCloud({ seed: 3, people: 2_000, touchpoints: 2_000 * each });
    const register = registerPeople(readTouchpoints(cloud.folder, cloud.summary.files));
    cloud.remove();
    expect(Math.abs(cloud.summary.touchpoints / (2_000 * each) - 1)).toBeLessThan(0.02);
    expect(register.people).toBe(2_000);
  });

  it("reports each day with the touchpoints so far", async () => {
    const seen: string[] = [];
    const { folder, remove } = await makeCloud({ seed: 1, people: 1_000, touchpoints: 15_000 });
    const summary = await generateSyntheticCloud({
      ...{ seed: 1, people: 1_000, touchpoints: 15_000, folder },
      ...WINDOW,
      onProgress: ({ date, touchpoints, of }) => seen.push(`${date} ${touchpoints} of ${of}`),
    });
    remove();
    expect(seen).toHaveLength(119);
    expect(seen.at(-1)).toBe(`2025-12-28 ${summary.touchpoints} of 15000`);
  });

  it("refuses a cloud too small for every brand to have an audience", async () => {
    await expect(makeCloud({ seed: 1, people: 999, touchpoints: 15_000 })).rejects.toThrow(
      "A synthetic cloud must have at least 1000 people but got 999; ask for more.",
    );
  });

  it("refuses a density of contacts to which it was not fitted", async () => {
    await expect(makeCloud({ seed: 1, people: 1_000, touchpoints: 11_999 })).rejects.toThrow(
      "A synthetic cloud must have 12 to 40 touchpoints a person but got 11999 for 1000 people; change one of the two.",
    );
  });

  it("refuses a window that does not hold the campaign", async () => {
    const size = { seed: 1, people: 1_000, touchpoints: 15_000, folder: "never-written" };
    await expect(generateSyntheticCloud({ ...size, from: "2025-10-01", to: "2025-12-29" })).rejects.toThrow(
      "A synthetic cloud must run from before 2025-09-06 to 2025-12-01 at least but got 2025-10-01 to 2025-12-29; widen the window.",
    );
  });
});
