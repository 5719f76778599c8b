import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { AudiencePack, AudienceService, PackBuild } from "../audiences";
import type { ConsentReader, PeopleIds, StablePlane } from "../people";
import type { Dropped } from "./activation-plan";
import type { SuppressionService } from "./suppression.service";

export interface MemberSelectionParts {
  readonly packs: AudienceService;
  readonly consent: ConsentReader;
  readonly suppression: SuppressionService;
  readonly ids: PeopleIds;
  readonly plane: StablePlane;
}

/** People who may leave, whatever they are sent under. */
export interface FreePeople {
  readonly people: RoaringBitmap32;
  /** A name of the suppression list as it was read. */
  readonly listHash: string;
}

/** Members of a pack who may leave under ids of one namespace. */
export interface SelectedMembers extends FreePeople {
  readonly dropped: readonly Dropped[];
}

/** Decides who of a pack may leave: the one door that pushes and exports share. */
export class MemberSelection {
  constructor(private readonly parts: MemberSelectionParts) {}

  async select(
    context: RequestContext,
    pack: AudiencePack & { readonly build: PackBuild },
    namespace: string,
  ): Promise<SelectedMembers> {
    const { packs, plane } = this.parts;
    const { members, forbidden } = await plane.read(context, async () => ({
      members: await packs.members(context, pack.id),
      forbidden: await this.forbidden(context, pack.brandId),
    }));
    const { withdrawn, suppressed, listHash } = forbidden;
    const consenting = RoaringBitmap32.andNot(members, withdrawn);
    const free = RoaringBitmap32.andNot(consenting, suppressed);
    const people = RoaringBitmap32.and(free, await this.holders(context, free, namespace));
    return {
      people,
      listHash,
      dropped: [
        { reason: "GONE", people: Math.max(0, Number(pack.build.people) - members.size) },
        { reason: "CONSENT_WITHDRAWN", people: members.size - consenting.size },
        { reason: "SUPPRESSION_LIST", people: consenting.size - free.size },
        { reason: "NO_ID", people: free.size - people.size },
      ],
    };
  }

  /** Those of the people who may be sent now: a push goes on long after it was planned. */
  free(context: RequestContext, people: RoaringBitmap32, brandId: number): Promise<FreePeople> {
    return this.parts.plane.read(context, async () => {
      const { withdrawn, suppressed, listHash } = await this.forbidden(context, brandId);
      return { people: RoaringBitmap32.andNot(RoaringBitmap32.andNot(people, withdrawn), suppressed), listHash };
    });
  }

  /** Of members who may leave, by namespace those who have an id of it. */
  async coverage(
    context: RequestContext,
    people: RoaringBitmap32,
    namespaces: readonly string[],
  ): Promise<readonly { readonly namespace: string; readonly people: number }[]> {
    const chosen = await this.parts.ids.choose(context, people);
    try {
      const counts = [];
      for (const namespace of namespaces)
        counts.push({ namespace, people: (await chosen.held(namespace)).people.size });
      return counts;
    } finally {
      await chosen.close();
    }
  }

  private async forbidden(context: RequestContext, brandId: number) {
    const { consent, suppression } = this.parts;
    const [withdrawn, { people: suppressed, listHash }] = await Promise.all([
      consent.withdrawn(context),
      suppression.people(context, brandId),
    ]);
    return { withdrawn, suppressed, listHash };
  }

  private async holders(context: RequestContext, people: RoaringBitmap32, namespace: string): Promise<RoaringBitmap32> {
    const chosen = await this.parts.ids.choose(context, people);
    try {
      return (await chosen.held(namespace)).people;
    } finally {
      await chosen.close();
    }
  }
}
