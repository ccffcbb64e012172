import { Document, Page, Path, renderToBuffer, StyleSheet, Svg, Text, View } from "@react-pdf/renderer";
import { fontFamily, loadFonts, replaceMissing } from "./fonts.server.ts";
import { spacesOf } from "./line-breaks.ts";
import type { PrintedBlock, PrintedDocument } from "./printed-document.ts";
import { sectionsOf } from "./sections.ts";

/** The colours of the site (app/styles.css), as ink on paper. */
const ink = "#1c2b29";
const muted = "#55635f";
const line = "#c9c4b6";
const pine = "#14524b";
const give = "#a8401a";

const styles = StyleSheet.create({
  page: {
    fontFamily,
    fontSize: 10.5,
    color: ink,
    paddingTop: 44,
    paddingBottom: 60,
    paddingHorizontal: 42,
  },
  // No line height here or on a box: the renderer multiplies it anew at every level, and beyond all bounds in the footer.
  publisher: {
    fontSize: 9,
    color: muted,
    borderBottomWidth: 1.5,
    borderBottomColor: pine,
    paddingBottom: 6,
    marginBottom: 22,
  },
  title: { fontSize: 20, fontWeight: 700, lineHeight: 1.4, color: pine },
  subtitle: { color: muted, marginBottom: 14 },
  notice: {
    borderWidth: 1,
    borderColor: give,
    color: give,
    paddingVertical: 6,
    paddingHorizontal: 10,
    marginVertical: 8,
    fontWeight: 700,
  },
  paragraph: { marginTop: 8 },
  heading: { fontSize: 12, fontWeight: 700, marginTop: 14, marginBottom: 2 },
  facts: { marginTop: 8, borderTopWidth: 0.75, borderTopColor: line },
  fact: { flexDirection: "row", borderBottomWidth: 0.75, borderBottomColor: line, paddingVertical: 5 },
  term: { width: 132, paddingRight: 10, color: muted },
  details: { flex: 1 },
  strong: { flex: 1, fontSize: 14, lineHeight: 1.3, fontWeight: 700 },
  table: { marginTop: 10 },
  head: { flexDirection: "row", borderBottomWidth: 1.5, borderBottomColor: pine, fontSize: 9, color: muted },
  row: { flexDirection: "row", borderBottomWidth: 0.75, borderBottomColor: line },
  totals: { flexDirection: "row", borderTopWidth: 1.5, borderTopColor: pine, fontWeight: 700 },
  cell: { paddingVertical: 4, paddingRight: 6, fontSize: 8.5 },
  numeric: { paddingVertical: 4, paddingRight: 8, fontSize: 8.5, textAlign: "right" },
  qr: { flexDirection: "row", alignItems: "center", marginTop: 18 },
  qrWords: { flex: 1, marginLeft: 14, fontSize: 9.5 },
  footer: { position: "absolute", bottom: 26, left: 42, right: 42, fontSize: 8.5, color: muted, textAlign: "center" },
});

/** Sets a document on A4 pages. Runs in the printing worker only: it takes the processor for as long as it takes. */
export async function renderPrintedDocument(asked: PrintedDocument): Promise<Buffer> {
  const { document, hasMissing } = drawable(asked, await loadFonts());
  const madeAt = new Date(document.madeAtMs);
  const notes: PrintedBlock[] = hasMissing ? [{ kind: "paragraph", text: document.missingCharactersNote }] : [];
  return renderToBuffer(
    <Document
      title={document.title}
      author={document.publisher}
      language={document.language}
      creationDate={madeAt}
      modificationDate={madeAt}
    >
      {sectionsOf([...document.blocks, ...notes]).map((blocks, section) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document is rendered once
        <Page key={section} size="A4" style={styles.page}>
          {section === 0 && <Title document={document} />}
          {blocks.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document is rendered once
            <Block key={index} block={block} />
          ))}
          <Text
            fixed
            style={styles.footer}
            render={({ pageNumber, totalPages }) =>
              document.footer.replace("{page}", String(pageNumber)).replace("{pages}", String(totalPages ?? ""))
            }
          />
        </Page>
      ))}
    </Document>,
  );
}

function Title({ document }: { document: PrintedDocument }) {
  return (
    <>
      <Text style={styles.publisher}>{document.publisher}</Text>
      <Text style={styles.title}>{document.title}</Text>
      <Text style={styles.subtitle}>{document.subtitle}</Text>
    </>
  );
}

function Block({ block }: { block: PrintedBlock }) {
  switch (block.kind) {
    case "notice":
      return <Text style={styles.notice}>{block.text}</Text>;
    case "paragraph":
      return <Text style={styles.paragraph}>{block.text}</Text>;
    case "heading":
      return (
        <Text style={styles.heading} minPresenceAhead={60}>
          {block.text}
        </Text>
      );
    case "facts":
      return <Facts block={block} />;
    case "table":
      return <Table block={block} />;
    case "qr":
      return (
        <View style={styles.qr} wrap={false}>
          <Svg viewBox={`0 0 ${block.size} ${block.size}`} width={96} height={96}>
            <Path d={block.path} stroke="#000" strokeWidth={1} />
          </Svg>
          <View style={styles.qrWords}>
            {block.lines.map((text) => (
              <Text key={text}>{text}</Text>
            ))}
          </View>
        </View>
      );
  }
}

function Facts({ block }: { block: PrintedBlock & { kind: "facts" } }) {
  return (
    <View style={styles.facts}>
      {block.items.map((item) => (
        <View key={item.term} style={styles.fact}>
          <Text style={styles.term}>{item.term}</Text>
          <Text style={item.isStrong ? styles.strong : styles.details}>{item.details}</Text>
        </View>
      ))}
    </View>
  );
}

/** The head row stands again on every page, and no row is torn between two. */
function Table({ block }: { block: PrintedBlock & { kind: "table" } }) {
  const cells = (texts: readonly string[]) =>
    block.columns.map((column, index) => (
      <View key={column.header} style={{ flexGrow: column.share, flexShrink: 1, flexBasis: 0 }}>
        <Text style={column.isNumeric ? styles.numeric : styles.cell}>{texts[index] ?? ""}</Text>
      </View>
    ));
  return (
    <View style={styles.table}>
      <View style={styles.head} fixed>
        {cells(block.columns.map((column) => column.header))}
      </View>
      {block.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document is rendered once, and rows may be alike
        <View key={index} style={styles.row} wrap={false}>
          {cells(row)}
        </View>
      ))}
      {block.totals && (
        <View style={styles.totals} wrap={false}>
          {cells(block.totals)}
        </View>
      )}
    </View>
  );
}

/** The document with every character the font lacks replaced, and whether there was one. */
function drawable(document: PrintedDocument, known: ReadonlySet<number>) {
  let hasMissing = false;
  const draw = (text: string) => {
    const shown = replaceMissing(text, known);
    hasMissing ||= shown !== text;
    return spacesOf(shown);
  };
  const drawn = {
    ...document,
    publisher: draw(document.publisher),
    title: draw(document.title),
    subtitle: draw(document.subtitle),
    blocks: document.blocks.map((block) => drawableBlock(block, draw)),
  };
  return { document: drawn, hasMissing };
}

function drawableBlock(block: PrintedBlock, draw: (text: string) => string): PrintedBlock {
  switch (block.kind) {
    case "facts":
      return {
        ...block,
        items: block.items.map((item) => ({ ...item, term: draw(item.term), details: draw(item.details) })),
      };
    case "table":
      return {
        ...block,
        columns: block.columns.map((column) => ({ ...column, header: draw(column.header) })),
        rows: block.rows.map((row) => row.map(draw)),
        totals: block.totals?.map(draw),
      };
    case "qr":
      return { ...block, lines: block.lines.map(draw) };
    default:
      return { ...block, text: draw(block.text) };
  }
}
