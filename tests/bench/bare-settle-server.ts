import { createServer } from "node:http";
import postgres from "postgres";

/**
 * The baseline of `donations.settle`: a bare Node server that writes the same five rows (movement, two entries, provider event, outbox
 * event) by one SQL function call per delivery, in tables without constraints or triggers. It checks nothing and believes everybody.
 */
const port = Number(process.env.BARE_PORT);
const sql = postgres(process.env.DATABASE_URL ?? "", { max: 10, onnotice: () => {} });

await sql.unsafe(`
  create table if not exists bare_movements (id uuid primary key, reference text not null unique, at timestamptz not null);
  create table if not exists bare_entries (id bigserial primary key, movement_id uuid not null, account text not null, amount_fen bigint not null);
  create table if not exists bare_events (id text primary key, received_at timestamptz not null);
  create table if not exists bare_outbox (id bigserial primary key, payload jsonb not null, at timestamptz not null);
  create or replace function bare_settle(p_event text, p_reference text, p_amount_fen bigint) returns void language plpgsql as $$
  declare
    movement uuid := gen_random_uuid();
  begin
    insert into bare_movements values (movement, p_reference, now());
    insert into bare_entries (movement_id, account, amount_fen) values (movement, 'clearing', p_amount_fen);
    insert into bare_entries (movement_id, account, amount_fen) values (movement, 'need', -p_amount_fen);
    insert into bare_events values (p_event, now());
    insert into bare_outbox (payload, at) values (jsonb_build_object('reference', p_reference), now());
  end;
  $$;`);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (body.length === 0) {
      response.end("ready");
      return;
    }
    const event = JSON.parse(body.toString("utf8"));
    const session = event.data.object;
    sql`select bare_settle(${event.id}, ${session.id}, ${session.amount_total}::bigint)`.then(
      () => response.end("settled"),
      () => response.writeHead(500).end(),
    );
  });
}).listen(port, "127.0.0.1");
