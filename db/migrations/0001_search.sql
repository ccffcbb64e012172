CREATE TABLE "search_documents" (
	"noun" text NOT NULL,
	"id" text NOT NULL,
	"region_code" text NOT NULL,
	"facet_set_id" integer,
	"sort1" bigint,
	"sort2" bigint,
	"sort3" bigint,
	"sort4" bigint,
	"version" bigint NOT NULL,
	"tokens" "tsvector" NOT NULL,
	"words" text NOT NULL,
	CONSTRAINT "search_documents_noun_id_pk" PRIMARY KEY("noun","id")
);
--> statement-breakpoint
CREATE TABLE "search_facet_sets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_facet_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"noun" text NOT NULL,
	"facets" jsonb NOT NULL,
	CONSTRAINT "search_facet_sets_facets" UNIQUE("noun","facets")
);
--> statement-breakpoint
CREATE INDEX "search_documents_tokens" ON "search_documents" USING gin ("tokens") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "search_documents_browse" ON "search_documents" USING btree ("noun","region_code" text_pattern_ops,"facet_set_id") WHERE facet_set_id is not null;--> statement-breakpoint
CREATE INDEX "search_documents_newest" ON "search_documents" USING btree ("noun","sort1" DESC NULLS LAST,"id") WHERE facet_set_id is not null;--> statement-breakpoint
-- Matching and counting read rows, never these two columns: kept out of line, uncompressed, they do not widen the heap.
ALTER TABLE "search_documents" ALTER COLUMN "tokens" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "search_documents" ALTER COLUMN "words" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "search_documents" SET (toast_tuple_target = 128);
