import type { MigrationInterface, QueryRunner } from "typeorm";

/** Files of figures of any kind and format, beside those of reaches. */
export class FigureExports1763700000066 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE export_file ALTER COLUMN content TYPE bytea USING convert_to(content, 'UTF8')");
    await runner.query("ALTER TABLE export_file ALTER COLUMN content SET STORAGE EXTERNAL");
    await runner.query("ALTER TABLE export_file ADD COLUMN format text NOT NULL DEFAULT 'CSV'");
    await runner.query("ALTER TABLE export_file ADD COLUMN manifest jsonb");
    await runner.query(
      "ALTER TABLE export_file ADD CONSTRAINT export_file_format_check CHECK (format IN ('CSV', 'NDJSON', 'PARQUET'))",
    );
    await this.allowKinds(runner, ["REACH", "ATTRIBUTION", "REVIEW"]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE export_file NO FORCE ROW LEVEL SECURITY");
    await runner.query("DELETE FROM export_file WHERE kind <> 'REACH'");
    await runner.query("ALTER TABLE export_file FORCE ROW LEVEL SECURITY");
    await this.allowKinds(runner, ["REACH"]);
    await runner.query("ALTER TABLE export_file DROP COLUMN manifest, DROP COLUMN format");
    await runner.query("ALTER TABLE export_file ALTER COLUMN content TYPE text USING convert_from(content, 'UTF8')");
  }

  private async allowKinds(runner: QueryRunner, kinds: readonly string[]): Promise<void> {
    const list = kinds.map((kind) => `'${kind}'`).join(", ");
    await runner.query("ALTER TABLE export_file DROP CONSTRAINT export_file_kind_check");
    await runner.query(`ALTER TABLE export_file ADD CONSTRAINT export_file_kind_check CHECK (kind IN (${list}))`);
  }
}
