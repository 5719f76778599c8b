import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { type AssetService, type AssetSnapshot, stageLabelOf, stages } from "../assets";
import type { BrandService } from "../brands";
import type { Diagnosis, DiagnosisMetric, DiagnosisService } from "../diagnosis";
import type { MemberPeopleStore } from "../members";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import {
  defaultThresholds,
  type HealthCard,
  type HealthFamily,
  type HealthFigure,
  type HealthThreshold,
  healthCard,
  healthFamilies,
  ratioFigure,
  shareFigure,
  unknownFigure,
} from "./health-card";
import type { HealthThresholdStore } from "./health-threshold.store";

/** Shares lie below 1; a ratio to the industry of more than this is a mistake. */
const MAX_THRESHOLD = 100;

export interface GrowthHealthParts {
  readonly store: HealthThresholdStore;
  readonly memberPeople: MemberPeopleStore;
  readonly diagnoses: DiagnosisService;
  readonly assets: AssetService;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** One card for each family of what makes growth hard (G15). */
export class GrowthHealthService {
  constructor(private readonly parts: GrowthHealthParts) {}

  async cards(context: RequestContext, brandId: number, asOf: Date): Promise<readonly HealthCard[]> {
    const { assets, diagnoses, access } = this.parts;
    const [settings, diagnosis, snapshot, organisation] = await Promise.all([
      this.thresholds(context, brandId),
      diagnoses.diagnose(context, { brandId, asOf }),
      assets.latestSnapshot(context, brandId, asOf),
      access.ownOrganisation(context),
    ]);
    const threshold = organisation.smallGroupThreshold;
    const figures: Readonly<Record<HealthFamily, HealthFigure>> = {
      GRANULARITY: snapshot ? placedShare(snapshot, threshold) : unknownFigure,
      ACQUISITION: overIndustry(diagnosis, "STAGE_PEOPLE:AWARE"),
      CONVERSION: overIndustry(diagnosis, "STAGE_REACH:APPEAL>ACT"),
      MEMBERSHIP: snapshot ? await this.memberShare(context, snapshot, threshold) : unknownFigure,
    };
    return settings.map((setting) => healthCard(setting, figures[setting.family]));
  }

  /** Sets what is healthy; `version` is the one that the caller saw. */
  async setThreshold(context: RequestContext, brandId: number, setting: HealthThreshold): Promise<HealthThreshold> {
    const { store, brands } = this.parts;
    await brands.requireGranted(context, brandId, ["input", "brandId"]);
    const problems = new ProblemList();
    const { family, threshold, version } = setting;
    if (!(threshold > 0 && threshold <= MAX_THRESHOLD))
      problems.add(
        "INVALID_INPUT",
        ["input", "threshold"],
        `threshold must be above 0 and at most ${MAX_THRESHOLD}, but got ${threshold}.`,
      );
    problems.throwIfAny();
    const isCurrent = await store.set(context, brandId, setting);
    const now = (await this.thresholds(context, brandId)).find((one) => one.family === family)!;
    if (isCurrent) return now;
    throw UserProblems.one(
      "VERSION_CONFLICT",
      ["expectedVersion"],
      `expectedVersion must be the threshold's current version ${now.version}, but got ${version}; read it again and repeat the change.`,
    );
  }

  private async thresholds(context: RequestContext, brandId: number): Promise<readonly HealthThreshold[]> {
    const set = new Map((await this.parts.store.find(context, brandId)).map((row) => [row.family, row]));
    return healthFamilies.map(
      (family) => set.get(family) ?? { family, threshold: defaultThresholds[family], version: 0 },
    );
  }

  /** Members among the people in the four stages; unknown where nobody's stage is kept any more. */
  private async memberShare(
    context: RequestContext,
    { labelsId, brandId, asOf, hasLabels }: AssetSnapshot,
    threshold: number,
  ): Promise<HealthFigure> {
    if (!hasLabels) return unknownFigure;
    const { assets, memberPeople, touchpoints, overlay, plane } = this.parts;
    const sourceIds = await touchpoints.visibleSourceIds(context);
    return plane.read(context, async () => {
      const overlayId = await overlay.idOf(context);
      const [everybody, joined] = await Promise.all([
        assets.labelBitmap({ labelsId, brandId, dimension: "STAGE", overlayId }, stages.map(stageLabelOf)),
        memberPeople.members({ brandIds: [brandId], until: asOf, sourceIds, overlayId }),
      ]);
      return shareFigure(BigInt(everybody.andCardinality(joined)), BigInt(everybody.size), threshold);
    });
  }
}

/** Of the people met, those whom the nine-grid places in a cell. */
const placedShare = ({ figures }: AssetSnapshot, threshold: number): HealthFigure =>
  shareFigure(figures.people - figures.cells[0]!, figures.people, threshold);

function overIndustry({ metrics }: Diagnosis, metric: DiagnosisMetric): HealthFigure {
  const { state, figure } = metrics.find((row) => row.metric === metric)!;
  const own = figure?.own.state === "KNOWN" ? figure.own.value : null;
  return ratioFigure(state, own, figure?.standing?.industryMean ?? null);
}
