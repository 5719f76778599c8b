import type { LiveRules } from "../../engines/segmentation/live-packs";
import type { AssetSnapshot } from "../assets";
import type { OverlayId } from "../people";
import type { AliasTerms } from "./leaf-query";
import type { PersonBasis } from "./person-basis";

/** Everything besides its tree that the people of an audience depend on. */
export interface EvaluationBasis {
  readonly brandId: number;
  /** The instant that the tree is read as of. */
  readonly asOf: Date;
  readonly planeVersion: bigint;
  /** How the organisation knows people, and since when. */
  readonly overlayId: OverlayId;
  readonly peopleVersion: bigint;
  /** Sources that the organisation may read; the cloud's are among them. */
  readonly sourceIds: readonly number[];
  /** Sources that conditions about rivals may read. */
  readonly cloudSourceIds: readonly number[];
  /** The brand's, in which money is told. */
  readonly currencyCode: string;
  readonly rivalBrandIds: readonly number[];
  /** A category with all below it, by the categories that the tree names. */
  readonly categoryTrees: ReadonlyMap<number, readonly number[]>;
  /** Whose labels the tree reads: by `at`, and under null as of `asOf`. */
  readonly snapshots: ReadonlyMap<string | null, AssetSnapshot>;
  /** Published builds by the packs that the tree names. */
  readonly buildIds: ReadonlyMap<string, string>;
  /** The brand's search dictionary; null: the tree names no alias. */
  readonly aliases: AliasTerms | null;
  /** Of the packs that the tree names as LIVE. */
  readonly liveRules: LiveRules;
  readonly person: PersonBasis;
}
