import type { RequestContext } from "../../platform/request-context";
import {
  IDENTITY_WAS_ERASED,
  type Identity,
  isRowRejection,
  type OverlayId,
  type PeopleKeys,
  type PeopleOverlay,
  type PeopleStateStore,
  type PersonDirectory,
  type StablePlane,
} from "../people";
import type { TouchpointService } from "../touchpoints";
import type { BenefitRowReason, BenefitRowRejection } from "./benefit";

/** The person behind a row's identity; nobody is known under it: null. */
export interface NamedPerson {
  readonly key: string;
  readonly person: number | null;
  /** Every stored key of the person, the row's own at least. */
  readonly keys: readonly string[];
}

export interface MemberIdentitiesParts {
  readonly people: PersonDirectory;
  readonly peopleState: PeopleStateStore;
  readonly peopleKeys: PeopleKeys;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
  readonly touchpoints: TouchpointService;
}

/** Says who is meant by the identities of rows about benefits. The caller holds PEOPLE_COPIES until the rows are written. */
export class MemberIdentities {
  constructor(private readonly parts: MemberIdentitiesParts) {}

  /** `work` reads what else it needs of the people; it may run several times. */
  async resolve<Facts>(
    context: RequestContext,
    identities: readonly Identity[],
    work: (overlayId: OverlayId, people: readonly number[]) => Promise<Facts>,
  ): Promise<{ readonly rows: readonly (NamedPerson | BenefitRowRejection)[]; readonly facts: Facts }> {
    const { people, peopleState, peopleKeys, overlay, plane, touchpoints } = this.parts;
    const check = await touchpoints.identityCheck(context);
    const checked = identities.map((identity): Identity | BenefitRowRejection => {
      const read = check([identity]);
      if (!isRowRejection(read)) return read[0]!;
      // The check is of a list; a row here has one.
      return {
        reason: read.reason as BenefitRowReason,
        field: ["identity", ...read.field.slice(2)],
        message: read.message,
      };
    });
    const { version: peopleVersion } = await peopleState.find();
    const erased = await people.findErased(
      checked.map((one) => (isRejected(one) ? [] : [one])),
      { peopleVersion },
    );
    const keys = checked.map((one) => (isRejected(one) ? null : peopleKeys.keyOf(one)));
    const { persons, keysOf, facts } = await plane.read(context, async () => {
      const overlayId = await overlay.idOf(context);
      const persons = await peopleKeys.personsOf(overlayId, [...new Set(keys.flatMap((key) => key ?? []))]);
      const known = [...new Set(persons.values())];
      const [keysOf, facts] = await Promise.all([peopleKeys.keysOf(overlayId, known), work(overlayId, known)]);
      return { persons, keysOf, facts };
    });
    const rows = checked.map((one, row): NamedPerson | BenefitRowRejection => {
      if (isRejected(one)) return one;
      if (erased.has(row))
        return { reason: "IDENTITY_ERASED", field: ["identity", "value"], message: IDENTITY_WAS_ERASED };
      const key = keys[row]!;
      const person = persons.get(key) ?? null;
      return { key, person, keys: [...new Set([key, ...((person !== null && keysOf.get(person)) || [])])] };
    });
    return { rows, facts };
  }
}

export const isRejected = (row: object): row is BenefitRowRejection => "reason" in row;
