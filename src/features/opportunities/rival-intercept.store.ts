import type { ClickHouseClient } from "@clickhouse/client";
import { inTime, tagged } from "../../platform/clickhouse/client";
import type { OverlayId } from "../people";
import type { OpportunityScope } from "./opportunity-scope";
import { ownCarts, ownOrders, rivalCarts, rivalOrders, rivalParams } from "./rival-sql";

/** People by what became of their carts on one side. */
export interface CartOutcomes {
  readonly carts: number;
  /** Ordered on the other side after a cart that no order of its own side followed. */
  readonly lost: number;
  /** Have such a cart and did not. */
  readonly undecided: number;
}

/** A product and people: `some` are those of `all` who went over. */
export interface ProductPeople {
  readonly product: string;
  readonly some: number;
  readonly all: number;
}

const PEOPLE = (condition: string): string => `toInt32(countIf(${condition}))`;

export class RivalInterceptStore {
  constructor(private readonly queries: ClickHouseClient) {}

  /** What became of rivals' carts: lost to the own brand is intercepted. */
  async findRivalCarts(scope: OpportunityScope, overlayId: OverlayId): Promise<CartOutcomes> {
    const hasWon = "is_cart_open AND last_ordered_at > cart_opened_at";
    return this.one<CartOutcomes>(
      "opportunities.findRivalCarts",
      `SELECT ${PEOPLE("had_cart")} AS carts, ${PEOPLE(hasWon)} AS lost, ${PEOPLE(`is_cart_open AND NOT (${hasWon})`)} AS undecided
       FROM (${rivalCarts(overlayId)}) AS cart
       LEFT JOIN (SELECT ordinal, max(ordered_at) AS last_ordered_at FROM (${ownOrders(overlayId)}) GROUP BY ordinal) AS own USING (ordinal)`,
      scope,
    );
  }

  /** What became of the own brand's carts. */
  async findOwnCarts(scope: OpportunityScope, overlayId: OverlayId): Promise<CartOutcomes> {
    const hasLost = "is_open AND rival_ordered_at > opened_at";
    return this.one<CartOutcomes>(
      "opportunities.findOwnCarts",
      `SELECT ${PEOPLE("has_cart")} AS carts, ${PEOPLE(hasLost)} AS lost, ${PEOPLE(`is_open AND NOT (${hasLost})`)} AS undecided
       FROM (${ownCarts(overlayId)}) AS cart LEFT JOIN (${rivalOrders(overlayId)}) AS rival USING (ordinal)`,
      scope,
    );
  }

  /** Own products by buyers, and of them those who had left a rival's cart before; '' stands for all products. */
  async findIntercepts(scope: OpportunityScope, overlayId: OverlayId): Promise<readonly ProductPeople[]> {
    return this.all<ProductPeople>(
      "opportunities.findIntercepts",
      `SELECT product, toInt32(uniqExactIf(ordinal, is_won)) AS some, toInt32(uniqExact(ordinal)) AS all
       FROM (
         SELECT ordinal, arrayJoin(arrayDistinct(arrayPushBack(products, ''))) AS product,
           is_cart_open AND ordered_at > cart_opened_at AS is_won
         FROM (${ownOrders(overlayId)}) AS won LEFT JOIN (${rivalCarts(overlayId)}) AS cart USING (ordinal)
       )
       GROUP BY product`,
      scope,
    );
  }

  /** Own products by people who put them into the cart, and of them those who left the cart and ordered of a rival after. */
  async findLeaks(scope: OpportunityScope, overlayId: OverlayId): Promise<readonly ProductPeople[]> {
    return this.all<ProductPeople>(
      "opportunities.findLeaks",
      `SELECT product, toInt32(countIf(is_lost AND has(open_products, product))) AS some, toInt32(count()) AS all
       FROM (
         SELECT ordinal, arrayJoin(cart_products) AS product, open_products, is_open AND rival_ordered_at > opened_at AS is_lost
         FROM (${ownCarts(overlayId)}) AS cart LEFT JOIN (${rivalOrders(overlayId)}) AS rival USING (ordinal)
       )
       WHERE product != ''
       GROUP BY product`,
      scope,
    );
  }

  private async all<Row>(place: string, sql: string, scope: OpportunityScope): Promise<readonly Row[]> {
    const query = { query: tagged(place, sql), query_params: rivalParams(scope), format: "JSONEachRow" as const };
    return inTime(this.queries.query(query).then((answer) => answer.json<Row>()));
  }

  private async one<Row>(place: string, sql: string, scope: OpportunityScope): Promise<Row> {
    return (await this.all<Row>(place, sql, scope))[0]!;
  }
}
