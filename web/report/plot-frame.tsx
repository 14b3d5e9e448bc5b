import { type PlotOptions, plot } from "@observablehq/plot";
import { useLayoutEffect, useRef, useState } from "react";

interface FrameProps {
  /** Options for a plot of this width, in pixels. */
  readonly draw: (width: number) => PlotOptions;
  /** What the picture shows, for a reader who does not see it. */
  readonly label: string;
}

/** A plot as wide as its box, redrawn when the box changes. */
export function PlotFrame({ draw, label }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);

  useLayoutEffect(() => {
    const box = frame.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(box.clientWidth)));
    observer.observe(box);
    setWidth(Math.floor(box.clientWidth));
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (width === 0) return;
    const chart = plot({ width, className: "plot", marginRight: 12, ...draw(width) });
    // Plot adds a style element, which the page's policy refuses; figures.css holds its rules instead.
    for (const sheet of chart.querySelectorAll("style")) sheet.remove();
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", label);
    frame.current?.replaceChildren(chart);
  }, [draw, label, width]);

  return <div ref={frame} className="plot-frame" />;
}
