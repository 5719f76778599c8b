import { RoaringBitmap32 } from "roaring";
import { denseRanks } from "../../engines/numeric/rank";
import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { RuleSet, StageHistory } from "../assets";
import type { Brand, BrandService } from "../brands";
import type { ContactStore } from "./contact.store";
import type { MediaProgramme, Period } from "./programme";
import type { ProgrammeStore } from "./programme.store";
import {
  NEW_CUSTOMER_DAYS,
  noOrderBefore,
  type PullNewDefinition,
  type PullNewFigure,
  type PullNewPeople,
  pullNewFigure,
  shareOfA1Touched,
  stageZeroBefore,
} from "./pull-new";
import type { WindowQuestion, WindowReader } from "./window-reader";

/** Most rows of a ranking. */
export const MAX_RANKED_PROGRAMMES = 50;

const DAY_MS = 86_400_000;

export interface PullNew extends PullNewFigure {
  readonly definition: PullNewDefinition;
  readonly window: Period;
  readonly asOf: Date;
  /** Null where no label was asked. */
  readonly ruleSet: RuleSet | null;
  readonly threshold: number;
}

export interface RankedProgramme {
  readonly programme: MediaProgramme;
  readonly pullNew: PullNew;
  /** Null without a value. */
  readonly rank: number | null;
}

export interface ProgrammeRanking {
  /** Best first. */
  readonly rows: readonly RankedProgramme[];
  readonly compared: number;
  readonly unknown: { readonly touchpoints: bigint | null; readonly people: bigint | null };
}

export interface PullNewParts {
  readonly store: ProgrammeStore;
  readonly contacts: ContactStore;
  readonly stages: StageHistory;
  readonly windows: WindowReader;
  readonly brands: BrandService;
  readonly access: AccessService;
}

/** How well programmes win new people. */
export class PullNewService {
  constructor(private readonly parts: PullNewParts) {}

  async ofProgramme(
    context: RequestContext,
    programme: MediaProgramme,
    definition: PullNewDefinition,
    window: Period,
  ): Promise<PullNew> {
    const brand = (await this.parts.brands.findGranted(context, programme.brandId))!;
    const [pullNew] = await this.parts.windows.read(context, brand, window, (question) =>
      this.measure(context, [programme], definition, question),
    );
    return pullNew!;
  }

  /** All programmes of the brand; equal values share a rank and stand by code, those without a value come last. */
  async ranking(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    definition: PullNewDefinition,
    window: Period,
  ): Promise<ProgrammeRanking> {
    const { store, contacts, windows } = this.parts;
    const [programmes, codes, threshold] = await Promise.all([
      store.findOfBrand(context, brand.id),
      store.findCodes(context),
      this.threshold(context),
    ]);
    const [figures, unknown] = await windows.read(context, brand, window, (question) =>
      Promise.all([
        this.measure(context, programmes, definition, question),
        contacts.unknownProgrammes(question.contacts, codes),
      ]),
    );
    const ranks = denseRanks(figures.flatMap(({ value }) => value ?? []));
    const rows = programmes.map((programme, index): RankedProgramme => {
      const pullNew = figures[index]!;
      return { programme, pullNew, rank: pullNew.value === null ? null : ranks.get(pullNew.value)! };
    });
    const place = ({ rank }: RankedProgramme): number => rank ?? Number.POSITIVE_INFINITY;
    rows.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0)); // stable: by code as read
    const people = suppress(unknown.people, threshold);
    return {
      rows: rows.slice(0, MAX_RANKED_PROGRAMMES),
      compared: rows.length,
      unknown: { people, touchpoints: people === null ? null : unknown.touchpoints },
    };
  }

  private async measure(
    context: RequestContext,
    programmes: readonly MediaProgramme[],
    definition: PullNewDefinition,
    question: WindowQuestion,
  ): Promise<readonly PullNew[]> {
    const [reached, newOf, threshold] = await Promise.all([
      this.parts.contacts.ofProgrammes(
        question.contacts,
        programmes.map(({ code }) => code),
      ),
      this.definitionOver(definition, question),
      this.threshold(context),
    ]);
    const ruleSet = definition === "NO_ORDER_365D" ? null : question.ruleSet;
    return programmes.map((_, place) => ({
      ...pullNewFigure(newOf(reached.get(place) ?? new RoaringBitmap32()), threshold),
      definition,
      window: question.contacts.window,
      asOf: question.asOf,
      ruleSet,
      threshold,
    }));
  }

  /** Reads what the definition asks of the brand, once for all programmes. */
  private async definitionOver(
    definition: PullNewDefinition,
    { stages: question, contacts: { window } }: WindowQuestion,
  ): Promise<(reached: RoaringBitmap32) => PullNewPeople> {
    const { stages } = this.parts;
    if (definition === "NO_ORDER_365D") {
      const yearBefore = { from: new Date(window.from.getTime() - NEW_CUSTOMER_DAYS * DAY_MS), to: window.from };
      const [before, within] = await Promise.all([
        stages.buyers(question, yearBefore),
        stages.buyers(question, window),
      ]);
      return (reached) => noOrderBefore(reached, { before, within });
    }
    const [[, ...before], aware] = await Promise.all([
      stages.stagesAt(question, window.from),
      stages.risenToAware(question, window),
    ]);
    const count = definition === "STAGE_ZERO_BEFORE" ? stageZeroBefore : shareOfA1Touched;
    return (reached) => count(reached, { before, aware });
  }

  private async threshold(context: RequestContext): Promise<number> {
    return (await this.parts.access.ownOrganisation(context)).smallGroupThreshold;
  }
}
