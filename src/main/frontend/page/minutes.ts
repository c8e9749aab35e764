import { waitFor } from '../form/draft';

/** What the server says of a saving; `words` are for people. */
type Answer = { state: 'kept' | 'beside' | 'refused'; turn: number; words: string };

/**
 * Saves minutes some seconds after they are typed and says so. What could not be saved is tried
 * again; without this the form's own button saves.
 */
export function startMinutes(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const { typing: address, away } = form.dataset;
  const box = form.querySelector<HTMLTextAreaElement>('textarea[name=words]');
  const turn = form.querySelector<HTMLInputElement>('input[name=turn]');
  const token = form.querySelector<HTMLInputElement>('input[name=_csrf]');
  const status = form.querySelector<HTMLElement>('[data-status]');
  if (!address || !box || !turn) {
    throw new Error('minutes need data-typing, a text and its turn');
  }
  let kept = box.value;
  let savedAt = 0;
  let timer: number | undefined;
  let busy = false;
  let sent = false;

  const body = () =>
    new URLSearchParams({ words: box.value, turn: turn.value, _csrf: token?.value ?? '' });
  const say = (words: string) => {
    if (status && status.textContent !== words) {
      status.textContent = words;
    }
  };
  const later = (wait: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  };

  async function save(): Promise<void> {
    const now = box!.value;
    if (sent || now === kept) {
      return;
    }
    if (busy) {
      later(waitFor(Date.now(), savedAt));
      return;
    }
    busy = true;
    try {
      const answer = await fetch(address!, {
        method: 'POST',
        body: body(),
        headers: { Accept: 'application/json' },
      });
      if (!answer.headers.get('Content-Type')?.startsWith('application/json')) {
        throw new Error('no answer of ours: signed out, or the server is away');
      }
      const said = (await answer.json()) as Answer;
      say(said.words);
      if (said.state !== 'refused') {
        turn!.value = String(said.turn);
        kept = now;
      }
    } catch {
      say(away ?? '');
      later(30_000);
    } finally {
      savedAt = Date.now();
      busy = false;
    }
    if (box!.value !== now) {
      later(waitFor(Date.now(), savedAt));
    }
  }

  box.addEventListener('input', () => later(waitFor(Date.now(), savedAt)));
  form.addEventListener('submit', (event) => {
    sent = true;
    clearTimeout(timer);
    if (busy) {
      // what is on its way is known by its turn: the button waits for it
      event.preventDefault();
      const button = event.submitter;
      const again = () => (busy ? window.setTimeout(again, 50) : form.requestSubmit(button));
      again();
    }
  });
  // what is not saved yet goes before the page does
  window.addEventListener('pagehide', () => {
    if (!sent && box.value !== kept && navigator.sendBeacon(address, body())) {
      kept = box.value;
    }
  });
}
