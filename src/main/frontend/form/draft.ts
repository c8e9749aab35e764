import type { Data } from './field';

/** What the server says of a saving; `words` are for people. */
export type Answer = {
  state: 'kept' | 'newer' | 'ended' | 'gone';
  turn?: number;
  words: string;
};

/** How long after the last keystroke something is saved, and how often at most, in milliseconds. */
export const AFTER = 1_500;
export const APART = 5_000;

const nothing = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/** What somebody typed: what is other than what stood there before. */
export function typed(data: Data, given: Data): Data {
  const same = (key: string) =>
    JSON.stringify(data[key]) === JSON.stringify(given[key]) ||
    (nothing(data[key]) && nothing(given[key]));
  return Object.fromEntries(Object.entries(data).filter(([key]) => !same(key)));
}

/** When to save next, counted from now: soon after the last change, and not too often. */
export function waitFor(now: number, savedAt: number): number {
  return Math.max(AFTER, savedAt + APART - now);
}

type Source = {
  island: HTMLElement;
  post: HTMLFormElement;
  given: Data;
  data: () => Data;
  /** Where in a form of several steps the person is. */
  step: () => string;
};

/**
 * Saves what is typed on the server, some seconds after it is typed, and says so. What could not be
 * saved is tried again with the next change and every half minute.
 */
export function startDraft({ island, post, given, data, step }: Source) {
  const { draft: address, draftVersion: version, draftAway: away } = island.dataset;
  const status = island.querySelector<HTMLElement>('[data-draft-status]');
  const override = island.querySelector<HTMLButtonElement>('[data-draft-force]');
  let turn = Number(island.dataset.draftTurn ?? 0);
  // what comes back refused was sent, and is not saved as a draft yet
  const dirty = island.dataset.draftDirty !== undefined;
  const answers = () => JSON.stringify(typed(data(), given));
  let kept = dirty ? '' : answers();
  let keptStep = step();
  let savedAt = 0;
  let timer: number | undefined;
  let busy = false;
  let stopped = false;

  const body = (force: boolean) => {
    const fields = new URLSearchParams({
      answers: answers(),
      step: step(),
      version: version ?? '',
      turn: String(turn),
      force: String(force),
    });
    const token = post.querySelector<HTMLInputElement>('input[name=_csrf]');
    if (token) {
      fields.set('_csrf', token.value);
    }
    return fields;
  };

  const say = (words: string) => {
    if (status && status.textContent !== words) {
      status.textContent = words;
    }
  };

  // where somebody is goes with what they typed, and is not kept alone
  const isSame = () => answers() === kept && (step() === keptStep || answers() === '{}');

  const save = async (force = false) => {
    timer = undefined;
    const now = answers();
    const at = step();
    if (busy || (stopped && !force) || (isSame() && !force)) {
      return;
    }
    busy = true;
    try {
      const answer = await fetch(address!, {
        method: 'POST',
        body: body(force),
        headers: { Accept: 'application/json' },
      });
      if (!answer.headers.get('Content-Type')?.startsWith('application/json')) {
        throw new Error('no answer of ours: signed out, or the server is away');
      }
      const said = (await answer.json()) as Answer;
      say(said.words);
      stopped = said.state === 'newer' || said.state === 'gone';
      if (override) {
        override.hidden = said.state !== 'newer';
      }
      if (said.state === 'kept' || said.state === 'ended') {
        turn = said.turn ?? turn;
        kept = now;
        keptStep = at;
      }
    } catch {
      say(away ?? '');
      timer = window.setTimeout(save, 30_000);
    } finally {
      savedAt = Date.now();
      busy = false;
    }
  };

  override?.addEventListener('click', () => void save(true));
  // what is not saved yet goes before the page does
  const leave = () => {
    if (!stopped && !isSame() && navigator.sendBeacon(address!, body(false))) {
      turn += 1;
      kept = answers();
      keptStep = step();
    }
  };
  window.addEventListener('pagehide', leave);
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches('[data-draft-remove]')) {
      stopped = true;
    } else if (form !== post) {
      leave();
    }
  });

  const changed = () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, waitFor(Date.now(), savedAt));
  };
  if (dirty) {
    changed();
  }

  return {
    changed,
    /** Is all that was typed safe on the server? */
    isKept: () => answers() === kept,
    /** The form is sent: nothing more is a draft. */
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
