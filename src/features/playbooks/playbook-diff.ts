import type { AudiencePack } from "../audiences";
import type { CampaignWithPlacements } from "../campaigns";
import type { PlaybookContent } from "./playbook";

export const playbookParts = ["WINDOW", "STEP", "PLACEMENT", "PACK", "FREQUENCY"] as const;
export type PlaybookPart = (typeof playbookParts)[number];

/** Where an instance differs from its playbook's source; null: it is not there. */
export interface PlaybookChange {
  readonly part: PlaybookPart;
  /** Of the step, placement or pack; null of the window. */
  readonly name: string | null;
  readonly source: string | null;
  readonly now: string | null;
}

/** `packs`: those of the instance, in the order of the playbook's; null where one is gone. */
export function playbookDiff(
  content: PlaybookContent,
  campaign: CampaignWithPlacements,
  packs: readonly (AudiencePack | null)[],
): readonly PlaybookChange[] {
  const steps = new Map(campaign.steps.map((step) => [step.step, spanOf(step)]));
  const placements = countOf(campaign.placements.map(lineOf));
  const planned = countOf(content.placements.map(lineOf));
  return [
    changeOf("WINDOW", null, `${content.window.from}/${content.window.to}`, spanOf(campaign.window)),
    ...content.steps.map(({ step, from, to }) => changeOf("STEP", step, `${from}/${to}`, steps.get(step) ?? null)),
    ...[...new Set([...planned.keys(), ...placements.keys()])].map((line) =>
      changeOf("PLACEMENT", line, timesOf(planned.get(line)), timesOf(placements.get(line))),
    ),
    ...content.packs.map(({ name, rules }, index) =>
      changeOf("PACK", name, rules.canonical, packs[index]?.rules.canonical ?? null),
    ),
  ].filter(({ source, now }) => source !== now);
}

const changeOf = (
  part: PlaybookPart,
  name: string | null,
  source: string | null,
  now: string | null,
): PlaybookChange => ({ part, name, source, now });

const spanOf = ({ from, to }: { readonly from: Date; readonly to: Date }): string =>
  `${from.toISOString()}/${to.toISOString()}`;

const lineOf = ({
  name,
  platform,
  step,
  objective,
}: PlaybookContent["placements"][number] | CampaignWithPlacements["placements"][number]): string =>
  `${name} (${platform}, ${step}, ${objective})`;

function countOf(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const timesOf = (count: number | undefined): string | null => (count === undefined ? null : `${count} placed`);
