import type { Logger } from "pino";
import type { Clock } from "../../platform/clock";
import { createRequestContext, type RequestContext } from "../../platform/request-context";
import { CallbackError } from "./callback.errors";
import type { CallbackStore } from "./callback.store";
import { callbackRowReader, callbackRows } from "./callback-rows";
import type { CallbackSecrets } from "./callback-secret";
import { isSigned, type Signature } from "./callback-signature";
import type { ChunkCounts } from "./integration-run.store";
import { noKey } from "./no-key";
import { isRejection } from "./rejection";
import type { TouchpointService } from "./touchpoint.service";
import type { TouchpointSource } from "./touchpoint.store";
import { RowBatch, type UnacceptedRow } from "./touchpoint-stream-batch";

export interface Callback {
  readonly sourceId: number;
  readonly signature: Signature;
  /** Media type without parameters. */
  readonly type: string | undefined;
  /** As it came: what is signed are its bytes. */
  readonly body: Buffer;
}

export interface CallbackAnswer extends ChunkCounts {
  readonly rows: readonly UnacceptedRow[];
}

export interface CallbackReceiverParts {
  readonly store: CallbackStore;
  readonly secrets: CallbackSecrets;
  readonly touchpoints: TouchpointService;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Takes what media platforms' monitors send back: signed bodies in the form of the monitor. */
export class CallbackReceiver {
  constructor(private readonly parts: CallbackReceiverParts) {}

  async receive({ sourceId, signature, type, body }: Callback): Promise<CallbackAnswer> {
    const { store, secrets, touchpoints, clock } = this.parts;
    const source = await store.findSource(sourceId);
    // A source that does not exist is answered as one that did not sign: numbers can be guessed.
    const version = source ?? { version: 0, rotatedAt: null };
    if (!isSigned(signature, body, secrets.validSecrets({ ...version, sourceId }, clock.now())) || !source) {
      throw new CallbackError(
        "BAD_SIGNATURE",
        "v1 must be HMAC-SHA256 over <t>.<raw body> with the source's secret, but is not; check secret, time and bytes.",
      );
    }
    const context = this.contextOf(source);
    const seal = await touchpoints.sealer(context);
    const read = callbackRowReader(source.mapping);
    const batch = new RowBatch();
    for (const { line, value, rejection } of callbackRows(body, type)) {
      const draft = rejection ?? read(value);
      batch.add(line, draft, seal, isRejection(draft) ? null : draft.eventId);
    }
    const result = await touchpoints.commitRows(context, source, batch);
    return { ...result.counts, rows: batch.unaccepted(result) };
  }

  private contextOf({ organisationId, code }: TouchpointSource): RequestContext {
    return createRequestContext({
      organisationId,
      actor: noKey(`callback of ${code}`), // what it writes is told from others by its source and run
      permissions: new Set(["INGEST_TOUCHPOINTS"]),
      clock: this.parts.clock,
      logger: this.parts.logger.child({ organisation: organisationId, source: code }),
    });
  }
}
