import type { ComponentProps, CSSProperties } from "react";

/**
 * Plain tables. Mantine's bring its scroll area, and that a positioning library: 22 kB of compressed script, for what
 * `overflow-x` does by itself.
 */
export function Table({
  highlightOnHover = false,
  ...props
}: ComponentProps<"table"> & { highlightOnHover?: boolean }) {
  return <table {...props} className={highlightOnHover ? "table table-hover" : "table"} />;
}

/** On narrow screens the table is scrolled, not the page. */
function ScrollContainer({ minWidth, children }: { minWidth: number } & Pick<ComponentProps<"div">, "children">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be within reach of the keyboard
    <div className="table-container" tabIndex={0} style={{ "--table-width": `${minWidth}px` } as CSSProperties}>
      {children}
    </div>
  );
}

type CellProps = { ta?: "right"; w?: number | string };

function Th({ ta, w, style, ...props }: ComponentProps<"th"> & CellProps) {
  return <th {...props} style={{ ...cellStyle(ta, w), ...style }} />;
}

function Td({ ta, w, style, ...props }: ComponentProps<"td"> & CellProps) {
  return <td {...props} style={{ ...cellStyle(ta, w), ...style }} />;
}

const cellStyle = (ta: CellProps["ta"], w: CellProps["w"]): CSSProperties => ({
  ...(ta === undefined ? {} : { textAlign: "end" }),
  ...(w === undefined ? {} : { width: w }),
});

Table.ScrollContainer = ScrollContainer;
Table.Thead = (props: ComponentProps<"thead">) => <thead {...props} />;
Table.Tbody = (props: ComponentProps<"tbody">) => <tbody {...props} />;
Table.Tr = (props: ComponentProps<"tr">) => <tr {...props} />;
Table.Th = Th;
Table.Td = Td;
