import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";

/** The files an outsider needs, with what is in them. */
export function ProofFiles() {
  const words = useMessages().proof.files;
  const files = [
    { to: paths.verifier(), label: words.verifier, note: words.verifierNote },
    { to: paths.ledgerJournal(), label: words.journal, note: words.journalNote },
    { to: paths.ledgerRootsFile(), label: words.roots, note: "" },
    { to: paths.ledgerExport(), label: words.csv, note: "" },
  ];
  return (
    <ul className="border-t border-line">
      {files.map((file) => (
        <li key={file.to} className="border-b border-line py-1">
          <a className="tap" href={file.to} download>
            {file.label}
          </a>
          {file.note !== "" && <p className="text-sm text-muted">{file.note}</p>}
        </li>
      ))}
    </ul>
  );
}
