import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { paint } from './heat';
import { save, saveAsPng } from './save';

/** What the page's address answers: a model and where one journey stands in it. */
type Standing = {
  xml: string;
  active?: string[];
  done?: string[];
  doneFlows?: string[];
  incidents?: string[];
  waiting?: string[];
  heat?: Heated[];
  flows?: Record<string, number>;
  /** The diagram can be taken away as a file of this name. */
  name?: string;
};

/** A step coloured by a measure, which also stands beside it in words. */
export type Heated = {
  id: string;
  level: number;
  words: string;
  now: number;
  late: number;
  incidents: number;
};

type Canvas = {
  zoom: (level: number | 'fit-viewport', centre?: 'auto' | { x: number; y: number }) => number;
  viewbox: (box?: Box) => Box & { inner: Box; outer: Box };
  addMarker: (element: string, marker: string) => void;
  resized: () => void;
};

type Box = { x: number; y: number; width: number; height: number };

type Shape = Box & { id: string; type: string; waypoints?: unknown };

/** Smaller than this nobody reads the labels: then the diagram opens where the journey stands. */
const LEGIBLE = 0.55;

/** Draws a journey's model once it comes into view, and marks where it stands. */
export function startDiagram(figure: HTMLElement): void {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      seen.disconnect();
      draw(figure).catch((error: unknown) => {
        console.error('diagram', error);
        say(figure, 'The diagram cannot be shown now. The steps are listed in words.');
      });
    }
  });
  seen.observe(figure);
}

function say(figure: HTMLElement, sentence: string) {
  figure.querySelector('.haven-diagram')?.remove();
  const message = document.createElement('p');
  message.className = 'govuk-body';
  message.textContent = sentence;
  figure.append(message);
}

async function draw(figure: HTMLElement): Promise<void> {
  const answer = await fetch(figure.dataset.url!, { headers: { Accept: 'application/json' } });
  if (answer.redirected) {
    // the session ended while the page was open
    say(figure, 'You were signed out. Sign in again to see the diagram. The steps are listed in words.');
    return;
  }
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) {
    throw new Error(`the server answered ${answer.status}`);
  }
  const standing = (await answer.json()) as Standing;

  const frame = document.createElement('div');
  frame.className = 'haven-diagram';
  const paper = document.createElement('div');
  paper.className = 'haven-diagram__paper';
  frame.append(paper);
  figure.append(frame);

  // the wheel scrolls the page, as everywhere; the buttons zoom
  const viewer = new NavigatedViewer({ container: paper, zoomScroll: { enabled: false } });
  await viewer.importXML(standing.xml);
  const canvas = viewer.get<Canvas>('canvas');
  const shapes = viewer.get<{ get: (id: string) => Shape | undefined }>('elementRegistry');
  const overlays = viewer.get<{ add: (id: string, overlay: unknown) => void }>('overlays');

  // a gateway's question is written above it
  const corner = (id: string) =>
    shapes.get(id)?.type.endsWith('Gateway') ? { bottom: 12, left: -8 } : { top: -14, left: -8 };
  const mark = (ids: string[] | undefined, marker: string, words?: string) => {
    for (const id of ids ?? []) {
      if (!shapes.get(id)) {
        continue; // the step is of another version of the model
      }
      canvas.addMarker(id, marker);
      if (words) {
        const label = document.createElement('div');
        label.className = `haven-diagram__mark ${marker}-mark`;
        label.textContent = words;
        overlays.add(id, { position: corner(id), html: label });
      }
    }
  };
  mark(standing.doneFlows, 'haven-flow-done');
  mark(standing.done, 'haven-done', '✓');
  mark(standing.waiting, 'haven-waiting', 'Waiting');
  mark(standing.active, 'haven-active', '▶ Now');
  mark(standing.incidents, 'haven-incident', '! Stopped');

  if (standing.heat) {
    paint(viewer, standing.heat, standing.flows ?? {});
  }

  const svg = paper.querySelector('svg');
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', 'Diagram of the journey. Its steps are listed in words on this page.');

  const whole = () => canvas.zoom('fit-viewport', 'auto');
  const zoom = (by: number) => canvas.zoom(Math.min(3, Math.max(0.15, current() * by)));
  const current = () => {
    const box = canvas.viewbox();
    return box.outer.width / box.width;
  };
  const here = [...(standing.incidents ?? []), ...(standing.active ?? []), ...(standing.waiting ?? [])]
    .map((id) => shapes.get(id))
    .find((shape) => shape !== undefined);
  const start = () => {
    whole();
    if (current() < LEGIBLE && here) {
      const { outer } = canvas.viewbox();
      const width = outer.width / 0.75;
      const height = outer.height / 0.75;
      canvas.viewbox({
        x: here.x + here.width / 2 - width / 2,
        y: here.y + here.height / 2 - height / 2,
        width,
        height,
      });
    }
  };
  start();

  const bar = document.createElement('div');
  bar.className = 'haven-diagram__buttons';
  const button = (words: string, name: string, press: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'haven-diagram__button';
    made.textContent = words;
    made.setAttribute('aria-label', name);
    made.addEventListener('click', press);
    bar.append(made);
  };
  button('+', 'Zoom in', () => zoom(1.25));
  button('−', 'Zoom out', () => zoom(0.8));
  button('Whole', 'Whole diagram', whole);
  if (here) {
    button('Now', 'Now: show where it stands', start);
  }
  if (standing.name) {
    const name = standing.name;
    button('SVG', 'Save the diagram as SVG', () => save(viewer, name, figure));
    button('PNG', 'Save the diagram as PNG', () => saveAsPng(viewer, name, figure));
  }
  frame.prepend(bar);

  new ResizeObserver(() => canvas.resized()).observe(paper);
}
