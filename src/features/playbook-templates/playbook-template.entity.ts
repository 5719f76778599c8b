import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** What is shared with every organisation; says nothing of whose it is. */
@Entity("playbook_template")
export class PlaybookTemplateEntity {
  @PrimaryColumn("uuid")
  id!: string;

  @Column("text")
  title!: string;

  @ForeignKey("category", { name: "playbook_template_category_fkey" })
  @Index("playbook_template_category_idx")
  @Column("integer")
  categoryId!: number;

  @Column("jsonb")
  content!: unknown;

  @Column("timestamptz")
  sharedOn!: Date;

  @Column("timestamptz", { nullable: true })
  withdrawnAt!: Date | null;
}

/** Who shared a template, for nobody but the author. */
@Entity("playbook_template_author")
export class PlaybookTemplateAuthorEntity {
  @ForeignKey("playbook_template", { name: "playbook_template_author_template_fkey" })
  @PrimaryColumn("uuid")
  templateId!: string;

  @ForeignKey("organisation", { name: "playbook_template_author_organisation_fkey" })
  @Index("playbook_template_author_organisation_idx")
  @Column("uuid")
  organisationId!: string;

  @ForeignKey("playbook", { name: "playbook_template_author_playbook_fkey" })
  @Index("playbook_template_author_playbook_idx")
  @Column("uuid")
  playbookId!: string;
}
