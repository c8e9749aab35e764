import htmx from 'htmx.org';

type Swap = { target: unknown; response?: { status: number }; text?: string };

/** What somebody has ticked; the page that comes from the server does not know of it. */
export function ticked(element: Element): Map<string, boolean> {
  const boxes = element.querySelectorAll<HTMLInputElement>('input[type=checkbox][id]');
  return new Map([...boxes].map((box) => [box.id, box.checked]));
}

/** Ticks it again, where it is still there. */
export function tick(element: Element | null, chosen: Map<string, boolean>): void {
  for (const box of element?.querySelectorAll<HTMLInputElement>('input[type=checkbox][id]') ?? []) {
    box.checked = chosen.get(box.id) ?? box.checked;
  }
}

/**
 * Keeps one element of a page fresh: fetches the same page and morphs the element of the same id
 * in place, so focus, scrolling and what a screen reader has read stay. Rests while nobody looks
 * and while somebody types in it.
 */
export function startLive(element: HTMLElement): void {
  const url = element.dataset.url;
  const seconds = Number(element.dataset.every ?? 30);
  if (!url || !element.id || !(seconds >= 5)) {
    throw new Error('live needs an id, data-url and data-every of 5 seconds or more');
  }
  let chosen: Map<string, boolean> | undefined;
  // signed out meanwhile, or the server is away: what is on screen stays
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: Swap }>).detail;
    const ours = ctx.target instanceof Element && ctx.target.id === element.id;
    const fit = ctx.response?.status === 200 && ctx.text?.includes(`id="${element.id}"`);
    if (ours && !fit) {
      event.preventDefault();
    } else if (ours) {
      // at the last moment: somebody may have ticked while it was fetched
      chosen = ticked(document.getElementById(element.id)!);
    }
  });

  let busy = false;
  let again = false;
  const refresh = async (): Promise<void> => {
    const current = document.getElementById(element.id);
    const typing =
      current?.contains(document.activeElement) &&
      document.activeElement?.matches('input:not([type=checkbox]), textarea, select');
    if (busy) {
      // what changed since was perhaps not seen any more
      again = true;
      return;
    }
    if (!current || typing || document.hidden) {
      return;
    }
    busy = true;
    chosen = undefined;
    try {
      await htmx.ajax('GET', url, {
        source: current,
        target: `#${element.id}`,
        select: `#${element.id}`,
        swap: 'outerMorph',
      });
      if (chosen) {
        tick(document.getElementById(element.id), chosen);
      }
    } finally {
      busy = false;
      if (again) {
        again = false;
        void refresh();
      }
    }
  };
  setInterval(refresh, seconds * 1000);
  document.addEventListener('visibilitychange', refresh);
  const changes = element.dataset.changes;
  if (changes) {
    hear(changes, refresh);
  }
}

/**
 * Refreshes as soon as the server says that something changed. A page that nobody looks at lets go:
 * a browser opens a few connections only, and other pages need them.
 */
function hear(changes: string, refresh: () => Promise<void>): void {
  let source: EventSource | undefined;
  const listen = () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (!source) {
      source = new EventSource(changes);
      source.addEventListener('look', refresh);
      // signed out, or the server is away for longer: the page goes on looking by itself
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) {
          source = undefined;
        }
      });
    }
  };
  listen();
  document.addEventListener('visibilitychange', listen);
}
