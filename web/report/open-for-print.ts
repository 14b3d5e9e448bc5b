/**
 * Opens every closed disclosure while the page is printed, and closes it afterwards: paper cannot be
 * clicked.
 *
 * @returns ends the watch
 */
export function openForPrint(view: Window): () => void {
  const printing = view.matchMedia("print");
  let opened: HTMLDetailsElement[] = [];
  const open = () => {
    opened = [
      ...opened,
      ...view.document.querySelectorAll<HTMLDetailsElement>("details:not([open])"),
    ];
    for (const details of opened) details.open = true;
  };
  const close = () => {
    for (const details of opened) details.open = false;
    opened = [];
  };
  const change = ({ matches }: MediaQueryListEvent) => (matches ? open() : close());
  view.addEventListener("beforeprint", open);
  view.addEventListener("afterprint", close);
  printing.addEventListener("change", change);
  return () => {
    view.removeEventListener("beforeprint", open);
    view.removeEventListener("afterprint", close);
    printing.removeEventListener("change", change);
  };
}
