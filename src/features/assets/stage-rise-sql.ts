import { labelStatement } from "./label-statement";
import type { Population } from "./population";
import { populationParams } from "./population-sql";
import { tradeInstants } from "./reach-statement";
import { type Stage, stageLabelOf, stages } from "./stage";
import { riseRows } from "./stage-times-statement";

/** Selects for the statement of another feature, which must not use the parameters named in `params` otherwise. */
export interface StageRiseSql {
  /** (ordinal, at): who rose to at least the stage in the window and did not stand there at its start, and when first, in milliseconds. */
  readonly rises: string;
  /** (ordinal): who stood there at the start already. */
  readonly standing: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A select for the statement of another feature, which must not use the parameters named in `params` otherwise. */
export interface StageRisesSql {
  /**
   * (ordinal, at, stage): when a person first rose to a stage in the window, in milliseconds, by stage label. A deeper stage may come
   * first, and whoever stood there at the start is among them.
   */
  readonly rises: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function stageRiseSql(
  population: Population,
  { from, to }: { readonly from: Date; readonly to: Date },
  stage: Exclude<Stage, "AWARE">,
): StageRiseSql {
  const labels = labelStatement(population, from, "STAGES");
  const facts = stages.slice(stages.indexOf(stage)).map((name) => `'${name}'`);
  const standing = `SELECT arrayJoin(bitmapToArray(groupBitmapMergeState(people))) AS ordinal FROM (${labels.sql}) WHERE name IN (${facts.join(", ")})`;
  const rises = `
    WITH ${tradeInstants(population)}
    SELECT ordinal, min(at) AS at FROM (${riseRows(population)})
    WHERE stage >= ${stageLabelOf(stage)} AND ordinal GLOBAL NOT IN (${standing})
    GROUP BY ordinal`;
  return { rises, standing, params: { ...labels.params, ...populationParams(population), from, to } };
}
