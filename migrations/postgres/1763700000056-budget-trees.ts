import type { MigrationInterface, QueryRunner } from "typeorm";
import { ownRows } from "./own-rows";

/** Budgets of plan years, what adopted plans gave to placements, and the log of every change of these. */
export class BudgetTrees1763700000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE budget_tree (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        year integer NOT NULL,
        currency_code text NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT budget_tree_year_check CHECK (year >= 2000 AND year <= 2100),
        CONSTRAINT budget_tree_pkey PRIMARY KEY (id),
        CONSTRAINT budget_tree_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT budget_tree_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id)
      )
    `);
    await runner.query("CREATE UNIQUE INDEX budget_tree_year_key ON budget_tree (organisation_id, brand_id, year)");
    await runner.query("CREATE INDEX budget_tree_brand_idx ON budget_tree (brand_id)");
    await runner.query(`
      CREATE TABLE budget_node (
        tree_id uuid NOT NULL,
        key text NOT NULL,
        organisation_id uuid NOT NULL,
        parent_key text,
        planned_minor bigint NOT NULL,
        CONSTRAINT budget_node_planned_check CHECK (planned_minor >= 0),
        CONSTRAINT budget_node_pkey PRIMARY KEY (tree_id, key),
        CONSTRAINT budget_node_tree_fkey FOREIGN KEY (tree_id) REFERENCES budget_tree(id) ON DELETE CASCADE,
        CONSTRAINT budget_node_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
      )
    `);
    await runner.query("CREATE INDEX budget_node_organisation_idx ON budget_node (organisation_id)");
    await runner.query(`
      CREATE TABLE placement_budget (
        placement_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        amount_minor bigint NOT NULL,
        currency_code text NOT NULL,
        budget_plan_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT placement_budget_amount_check CHECK (amount_minor >= 0),
        CONSTRAINT placement_budget_pkey PRIMARY KEY (placement_id),
        CONSTRAINT placement_budget_placement_fkey FOREIGN KEY (placement_id) REFERENCES placement(id) ON DELETE CASCADE,
        CONSTRAINT placement_budget_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT placement_budget_plan_fkey FOREIGN KEY (budget_plan_id) REFERENCES budget_plan(id) ON DELETE CASCADE
      )
    `);
    await runner.query("CREATE INDEX placement_budget_organisation_idx ON placement_budget (organisation_id)");
    await runner.query("CREATE INDEX placement_budget_plan_idx ON placement_budget (budget_plan_id)");
    await runner.query(`
      CREATE TABLE control_change (
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        brand_id integer NOT NULL,
        number integer NOT NULL,
        campaign_ids uuid[] NOT NULL,
        tree_id uuid,
        kind text NOT NULL,
        reason text NOT NULL,
        amounts jsonb NOT NULL,
        currency_code text NOT NULL,
        budget_plan_id uuid,
        undoes_id uuid,
        undoable_until timestamptz NOT NULL,
        access_key_id uuid NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT control_change_kind_check CHECK (kind IN ('SET_BUDGET', 'MOVE_BUDGET', 'ADOPT_BUDGET_PLAN', 'UNDO')),
        CONSTRAINT control_change_undo_check CHECK ((kind = 'UNDO') = (undoes_id IS NOT NULL)),
        CONSTRAINT control_change_pkey PRIMARY KEY (id),
        CONSTRAINT control_change_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
        CONSTRAINT control_change_brand_fkey FOREIGN KEY (brand_id) REFERENCES brand(id),
        CONSTRAINT control_change_tree_fkey FOREIGN KEY (tree_id) REFERENCES budget_tree(id) ON DELETE CASCADE,
        CONSTRAINT control_change_plan_fkey FOREIGN KEY (budget_plan_id) REFERENCES budget_plan(id) ON DELETE CASCADE,
        CONSTRAINT control_change_undoes_fkey FOREIGN KEY (undoes_id) REFERENCES control_change(id) ON DELETE CASCADE,
        CONSTRAINT control_change_access_key_fkey FOREIGN KEY (access_key_id) REFERENCES access_key(id)
      )
    `);
    for (const column of ["organisation_id", "brand_id", "tree_id", "access_key_id"])
      await runner.query(`CREATE INDEX control_change_${column.replace(/_id$/, "")}_idx ON control_change (${column})`);
    await runner.query(
      "CREATE UNIQUE INDEX control_change_number_key ON control_change (organisation_id, brand_id, number)",
    );
    await runner.query("CREATE INDEX control_change_plan_idx ON control_change (budget_plan_id)");
    await runner.query("CREATE UNIQUE INDEX control_change_undoes_key ON control_change (undoes_id)");
    for (const table of ["budget_tree", "budget_node", "placement_budget"]) await ownRows(runner, table);
    await ownRows(runner, "control_change", "SELECT, INSERT");
    await this.keepChildrenFitting(runner);
  }

  /** Who changes a node waits for others who change the tree, so that the sum that is checked is the one that is kept. */
  private async keepChildrenFitting(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_budget_children() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_catalog AS $$
      DECLARE
        changed budget_node := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        parent record;
      BEGIN
        PERFORM 1 FROM budget_tree WHERE id = changed.tree_id FOR NO KEY UPDATE;
        FOR parent IN
          SELECT node.key, node.planned_minor,
            (SELECT coalesce(sum(child.planned_minor), 0) FROM budget_node AS child
             WHERE child.tree_id = node.tree_id AND child.parent_key = node.key) AS allocated
          FROM budget_node AS node WHERE node.tree_id = changed.tree_id AND node.key IN (changed.key, changed.parent_key)
        LOOP
          IF parent.allocated > parent.planned_minor THEN
            RAISE EXCEPTION 'The parts of budget node "%" must sum to at most its %, but sum to %',
              parent.key, parent.planned_minor, parent.allocated
              USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_node_children_fit';
          END IF;
        END LOOP;
        RETURN NULL;
      END $$
    `);
    await runner.query(`
      CREATE CONSTRAINT TRIGGER budget_node_children_fit AFTER INSERT OR UPDATE OR DELETE ON budget_node
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_budget_children()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["control_change", "placement_budget", "budget_node", "budget_tree"])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query("DROP FUNCTION check_budget_children()");
  }
}
