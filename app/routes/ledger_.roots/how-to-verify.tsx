import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";

/** The commands an outsider runs, what they check, and what stays private. */
export function HowToVerify({ baseUrl }: { baseUrl: string }) {
  const words = useMessages().proof.how;
  return (
    <Section title={words.title}>
      <div className="prose">
        <p>{words.lead}</p>
        <Commands
          lines={[
            `curl -O ${baseUrl}${paths.verifier()}`,
            `curl -o export.jsonl ${baseUrl}${paths.ledgerJournal()}`,
            "node verify.mjs export.jsonl",
          ]}
        />
        <p>{words.result}</p>
        <h3>{words.whatTitle}</h3>
        <ul className="list-disc pl-6">
          {words.what.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <h3>{words.receiptTitle}</h3>
        <p>{words.receipt}</p>
        <Commands
          lines={[
            `curl -o roots.json ${baseUrl}${paths.ledgerRootsFile()}`,
            "node verify.mjs jiedui-proof-1234.json roots.json",
          ]}
        />
        <h3>{words.keepTitle}</h3>
        <p>{words.keep}</p>
        <Commands lines={["node verify.mjs export.jsonl roots.json"]} />
        <h3>{words.privacyTitle}</h3>
        <p>{words.privacy}</p>
      </div>
    </Section>
  );
}

function Commands({ lines }: { lines: readonly string[] }) {
  return (
    <pre className="whitespace-pre-wrap break-all rounded-md bg-sand p-4 text-sm">
      <code>{lines.join("\n")}</code>
    </pre>
  );
}
