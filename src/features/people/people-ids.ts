import type { ClickHouseClient } from "@clickhouse/client";
import type { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import type { FrozenPeople } from "./frozen-people";
import type { IdentitySeal } from "./identity-seal";
import { type HeldIds, type KeyRange, PeopleIdStore } from "./people-id.store";
import type { PeopleOverlay } from "./people-overlay";
import type { StablePlane } from "./stable-plane";

export interface PeopleIdsParts {
  readonly clickhouse: ClickHouseClient;
  readonly seal: IdentitySeal;
  readonly frozen: FrozenPeople;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

const KEYS = 2n ** 128n;
const ALL: KeyRange = { first: 0n, last: KEYS - 1n };

/** The `number`-th of `count` equal parts of all keys, from 1. Keys are hashes, so identities fall into the parts evenly. */
export const partOfKeys = (number: number, count: number): KeyRange => ({
  first: (KEYS * BigInt(number - 1)) / BigInt(count),
  last: (KEYS * BigInt(number)) / BigInt(count) - 1n,
});

/** The hashed identities of chosen people, for what may leave the house: the only way from people back to values. */
export class PeopleIds {
  constructor(private readonly parts: PeopleIdsParts) {}

  /** `people`: as the caller's organisation knows them. To be closed. */
  async choose(context: RequestContext, people: RoaringBitmap32): Promise<ChosenPeople> {
    const chosen = new ChosenPeople(this.parts, context, people);
    await chosen.follow();
    return chosen;
  }
}

/** Chosen people, followed through every merge and split for as long as they are read. */
export class ChosenPeople {
  private readonly store: PeopleIdStore;
  private version: bigint | null = null;

  constructor(
    private readonly parts: PeopleIdsParts,
    private readonly context: RequestContext,
    private readonly people: RoaringBitmap32,
  ) {
    this.store = new PeopleIdStore(parts.clickhouse);
  }

  /** Those of them who have an identity of the namespace, and how many identities those are. */
  async held(namespace: string): Promise<HeldIds> {
    const held = await this.still(() => this.store.findHeld(namespace, ALL));
    const { frozen, overlay } = this.parts;
    return { ...held, people: await frozen.current(held.people, await overlay.idOf(this.context)) };
  }

  /** Their identities of the namespace in one part of all keys, in the order of keys. */
  async ids(namespace: string, range: KeyRange): Promise<readonly string[]> {
    return this.parts.seal.open(await this.still(() => this.store.findSealed(namespace, range)));
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Tells ClickHouse who they are now, where that may have changed. */
  async follow(): Promise<void> {
    const { frozen, overlay, plane } = this.parts;
    const version = await plane.version();
    if (version === this.version) return;
    overlay.forget(this.context);
    const overlayId = await overlay.idOf(this.context);
    const current = await frozen.current(this.people, overlayId);
    await this.store.choose(await frozen.partsOf(current, overlayId));
    this.version = version;
  }

  private still<T>(read: () => Promise<T>): Promise<T> {
    return this.parts.plane.read(this.context, async () => {
      await this.follow();
      return read();
    });
  }
}
