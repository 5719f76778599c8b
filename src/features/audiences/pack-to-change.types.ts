import { keyOf } from "../../graphql/node";
import type { PackToChange } from "./audience-editor";

/** Options of the argument that names the pack of a mutation. */
export const PACK_ID = { description: "Id of an AudiencePack." };

/** What a mutation's `id` and `expectedVersion` say. */
export const packToChange = (id: string, expectedVersion: number): PackToChange => ({
  packId: keyOf("AudiencePack", id, ["id"]),
  expectedVersion,
});
