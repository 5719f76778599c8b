import type { RequestContext } from "../../platform/request-context";
import type { SmallGroups } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { PeopleOverlay, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import type { MemberQuestion } from "./membership-sql";

export interface MemberReaderParts {
  readonly access: AccessService;
  readonly touchpoints: TouchpointService;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Puts together what the caller may read of a brand's members, and has it read while nobody is moved from person to person. */
export class MemberReader {
  constructor(private readonly parts: MemberReaderParts) {}

  async smallGroups(context: RequestContext): Promise<SmallGroups> {
    const { smallGroupThreshold, roundingBase } = await this.parts.access.ownOrganisation(context);
    return { threshold: smallGroupThreshold, roundingBase };
  }

  /** `work` may run several times; nothing that happened at or after `until`, or is still to come, is read. */
  async read<Figures>(
    context: RequestContext,
    brandId: number,
    until: Date,
    work: (question: MemberQuestion) => Promise<Figures>,
  ): Promise<Figures> {
    const { touchpoints, overlay, plane } = this.parts;
    const sourceIds = await touchpoints.visibleSourceIds(context);
    const now = context.clock.now();
    return plane.read(context, async () => {
      const overlayId = await overlay.idOf(context);
      return work({ brandIds: [brandId], sourceIds, overlayId, until: until < now ? until : now });
    });
  }

  /** The same of several brands as everybody sees them: from sources of the cloud alone. */
  async readCloud<Figures>(
    context: RequestContext,
    brandIds: readonly number[],
    until: Date,
    work: (question: MemberQuestion) => Promise<Figures>,
  ): Promise<Figures> {
    const { touchpoints, plane } = this.parts;
    const sourceIds = await touchpoints.cloudSourceIds();
    const now = context.clock.now();
    return plane.read(context, () => work({ brandIds, sourceIds, overlayId: null, until: until < now ? until : now }));
  }
}
