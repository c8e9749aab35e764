/** What says who she is; nothing else of the report is sent for a look. */
const FIELDS = ['name', 'contact', 'bornDay', 'bornMonth', 'bornYear'];
const ALWAYS = ['_csrf', 'token', 'openCase', 'dismissed'];

/** Of all that was typed only what a look needs. */
export function asked(all: FormData): URLSearchParams {
  const some = new URLSearchParams();
  for (const [field, value] of all) {
    if (typeof value === 'string' && (FIELDS.includes(field) || ALWAYS.includes(field))) {
      some.append(field, value);
    }
  }
  return some;
}

/** What was typed of her, to tell whether it changed. */
export function person(all: FormData): string {
  return JSON.stringify(FIELDS.map((field) => String(all.get(field) ?? '').trim()));
}

/**
 * While a report is typed, shows the cases that may be of the same person. It sends what was typed
 * in the body, waits until somebody pauses, and takes only the newest answer. The page's other
 * fields are not touched; without an answer all stays as it is.
 */
export function startAlike(element: HTMLElement): void {
  const form = element.closest('form');
  const url = element.dataset.url;
  const said = element.querySelector<HTMLElement>('#alike-said');
  if (!form || !url || !said) {
    throw new Error('alike needs a form, data-url and #alike-said');
  }
  let known = person(new FormData(form));
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let newest: AbortController | undefined;

  const look = async (chosen?: HTMLButtonElement) => {
    clearTimeout(waiting);
    newest?.abort();
    const turn = (newest = new AbortController());
    const fields = new FormData(form);
    known = person(fields);
    const body = asked(fields);
    if (chosen) {
      body.append(chosen.name, chosen.value);
    }
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        signal: turn.signal,
        redirect: 'error',
        headers: { Accept: 'text/html' },
      });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (turn === newest && page.querySelector('#alike-found')) {
        take(page, chosen !== undefined);
      }
    } catch {
      // signed out, or the server is away: the report itself is not lost by it
    }
  };

  const take = (page: Document, acted: boolean) => {
    element.querySelector('#alike-found')?.replaceWith(page.querySelector('#alike-found')!);
    const words = page.querySelector('#alike-said')?.textContent ?? '';
    if (said.textContent !== words) {
      said.textContent = words;
    }
    const input = form.querySelector<HTMLInputElement>('#openCase');
    const open = page.querySelector<HTMLInputElement>('#openCase')?.value;
    if (acted && input && open !== undefined) {
      input.value = open;
      // the button that was pressed is gone: what it led to is read next
      const next = element.querySelector<HTMLElement>('#alike-found .govuk-inset-text') ?? said;
      next.tabIndex = -1;
      next.focus();
    }
  };

  form.addEventListener('input', () => {
    if (person(new FormData(form)) !== known) {
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(), 800);
    }
  });
  element.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>('button[name]');
    if (button) {
      event.preventDefault();
      void look(button);
    }
  });
}
