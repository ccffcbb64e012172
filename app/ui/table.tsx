import type { ReactNode } from "react";

export type Column<Row> = {
  /** Stable key. */
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, digits of equal width. The unit belongs in the header. */
  numeric?: boolean;
  /** Long text: on phones the cell takes the whole width, where others stand two beside each other. */
  wide?: boolean;
  /** The cell names the row: a row header. One per table, usually the first. */
  rowHeader?: boolean;
};

type DataTableProps<Row> = {
  caption: ReactNode;
  /** The caption is there for readers only, because a heading right above says the same. */
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Phones: `stack` (default) makes a small list of each row; `scroll` scrolls the table inside itself. */
  onPhone?: "stack" | "scroll";
  /** A row of totals: cells by column key. */
  footer?: Readonly<Record<string, ReactNode>>;
};

/** A table with caption and scoped headers. Give every row of data; for none show an `EmptyState` instead. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, hideCaption, columns, rows, rowKey, onPhone = "stack", footer } = props;
  const table = (
    <table className={onPhone === "stack" ? "table table-stack" : "table"}>
      <caption className={hideCaption ? "sr-only" : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.numeric ? "numeric" : undefined}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} content={column.cell(row)} />
            ))}
          </tr>
        ))}
      </tbody>
      {footer && (
        <tfoot>
          <tr>
            {columns.map((column) => (
              <Cell key={column.key} column={column} content={footer[column.key] ?? ""} />
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
  return onPhone === "scroll" ? (
    <section className="table-scroll" tabIndex={0} aria-label={typeof caption === "string" ? caption : undefined}>
      {table}
    </section>
  ) : (
    table
  );
}

function Cell<Row>({ column, content }: { column: Column<Row>; content: ReactNode }) {
  const className = column.numeric ? "numeric" : column.wide ? "wide" : undefined;
  if (column.rowHeader) {
    return (
      <th scope="row" className={className}>
        {content}
      </th>
    );
  }
  // A row of totals has nothing to say in some columns; on phones an empty cell is not shown.
  if (content === "") return <td className={className} />;
  return (
    <td className={className} data-label={column.header}>
      <span>{content}</span>
    </td>
  );
}

export type Description = {
  term: ReactNode;
  details: ReactNode /** Stable key; needed when the term is no text. */;
  key?: string;
};

/** Terms and what they are: 联系人 张*. Empty details are left out by the caller. */
export function DescriptionList({ items }: { items: readonly Description[] }) {
  return (
    <dl className="descriptions">
      {items.map(({ term, details, key }) => (
        <div key={key ?? String(term)}>
          <dt>{term}</dt>
          <dd>{details}</dd>
        </div>
      ))}
    </dl>
  );
}
