import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type { Heated } from './index';

/** From pale to strong; black text stays readable on each (contrast 7 to 1 at least). */
const COLOURS = ['', '#fff2e6', '#ffe0c2', '#ffcb99', '#ffb066', '#ff9a3d'];
const SVG = 'http://www.w3.org/2000/svg';

type Registry = {
  get: (id: string) => { width?: number; height?: number; waypoints?: unknown } | undefined;
  getGraphics: (id: string) => SVGElement | undefined;
};

/**
 * Colours steps and writes their figures beside them, into the drawing itself: so they are in the
 * file too that somebody saves.
 */
export function paint(
  viewer: NavigatedViewer,
  heat: Heated[],
  flows: Record<string, number>,
): void {
  const shapes = viewer.get<Registry>('elementRegistry');
  for (const step of heat) {
    const shape = shapes.get(step.id);
    const drawn = shapes.getGraphics(step.id)?.querySelector<SVGElement>('.djs-visual');
    if (!shape || !drawn) {
      continue; // of another version of the model
    }
    const outline = drawn.querySelector<SVGElement>(':scope > *');
    const colour = COLOURS[Math.min(COLOURS.length - 1, Math.max(0, step.level))];
    if (outline && colour && shape.width && shape.width <= 200) {
      outline.style.fill = colour;
    }
    const width = shape.width ?? 0;
    const height = shape.height ?? 0;
    label(drawn, [step.words], width / 2, height + 14, '#0b0c0c');
    const now = figures(step);
    if (now) {
      label(drawn, [now], width / 2, -6, step.late + step.incidents > 0 ? '#942514' : '#1d70b8');
    }
  }
  for (const [id, share] of Object.entries(flows)) {
    const line = shapes.getGraphics(id)?.querySelector<SVGElement>('.djs-visual > *');
    if (line) {
      line.style.strokeWidth = `${1.5 + 5 * Math.sqrt(share)}px`;
      line.style.stroke = '#1d70b8';
    }
  }
}

/** What stands there now, in words. */
export function figures(step: Heated): string {
  const words = [];
  if (step.now > 0) {
    words.push(`${step.now} now`);
  }
  if (step.late > 0) {
    words.push(`${step.late} late`);
  }
  if (step.incidents > 0) {
    words.push(`${step.incidents} stopped`);
  }
  return words.join(', ');
}

function label(drawn: SVGElement, lines: string[], x: number, y: number, colour: string) {
  for (const line of lines.filter((text) => text !== '')) {
    const text = document.createElementNS(SVG, 'text');
    text.setAttribute('x', String(x));
    text.setAttribute('y', String(y));
    text.setAttribute('text-anchor', 'middle');
    text.setAttribute('font-family', 'Arial, sans-serif');
    text.setAttribute('font-size', '12');
    text.setAttribute('font-weight', 'bold');
    text.setAttribute('fill', colour);
    text.setAttribute('stroke', '#ffffff');
    text.setAttribute('stroke-width', '3');
    text.setAttribute('paint-order', 'stroke');
    text.textContent = line;
    drawn.append(text);
  }
}
