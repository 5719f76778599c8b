import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppress } from "../../platform/small-groups";
import { checkWholeHours } from "../../platform/whole-hours";
import type { AccessService } from "../access";
import type { Brand } from "../brands";
import type { DiagnosisService } from "../diagnosis";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { MeasuredWindow, TaskFigure, TaskMeasure } from "./finding-task";
import type { KeywordSearchStore } from "./keyword-search.store";

const DAY_MS = 86_400_000;

export interface TaskFiguresParts {
  readonly diagnoses: DiagnosisService;
  readonly searches: KeywordSearchStore;
  readonly access: AccessService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Reads the figure that a task is measured by. */
export class TaskFigures {
  constructor(private readonly parts: TaskFiguresParts) {}

  async read(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    { metric, keyword }: TaskMeasure,
    { from, asOf }: MeasuredWindow,
  ): Promise<TaskFigure> {
    if (metric === "KEYWORD_SEARCHES") return this.searchesADay(context, brand, keyword!, { from, asOf });
    const diagnosis = await this.parts.diagnoses.diagnose(context, { brandId: brand.id, asOf, flowFrom: from });
    const { state, figure } = diagnosis.metrics.find((row) => row.metric === metric)!;
    return {
      state,
      value: figure?.own.state === "KNOWN" ? figure.own.value : null,
      industryMean: figure?.standing?.industryMean ?? null,
      from,
      asOf,
    };
  }

  private async searchesADay(
    context: RequestContext,
    { id: brandId, zone }: Pick<Brand, "id" | "zone">,
    keyword: string,
    { from, asOf }: MeasuredWindow,
  ): Promise<TaskFigure> {
    const { access, searches, touchpoints, overlay, plane } = this.parts;
    const [{ smallGroupThreshold: threshold, roundingBase }, sourceIds] = await Promise.all([
      access.ownOrganisation(context),
      touchpoints.visibleSourceIds(context),
    ]);
    if (threshold > 1) checkWholeHours({ from, to: asOf }, zone);
    const found = await plane.read(context, async () =>
      searches.count({ brandId, keyword, from, to: asOf, sourceIds, overlayId: await overlay.idOf(context) }),
    );
    const unmeasured = { industryMean: null, from, asOf };
    if (suppress(found.people, threshold) === null) return { state: "SUPPRESSED", value: null, ...unmeasured };
    const days = (asOf.getTime() - from.getTime()) / DAY_MS;
    return { state: "KNOWN", value: Number(roundCount(found.searches, roundingBase)) / days, ...unmeasured };
  }
}
