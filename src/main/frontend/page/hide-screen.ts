/** Two presses of a key count as one sign when they follow each other this closely, in ms. */
export const TWICE_WITHIN = 700;

/** Tells for each press, by its time in ms, whether it is the second of two; a third begins anew. */
export function twice(within: number): (at: number) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (at) => {
    const second = at - last <= within;
    last = second ? Number.NEGATIVE_INFINITY : at;
    return second;
  };
}

/**
 * Puts a curtain over the page for staff who are overlooked: nothing of it is seen, printed or read
 * out, and nothing typed is lost. By the button, or by Escape pressed twice, which screen readers
 * and browsers leave to the page; the same again, or the curtain's button, takes it away.
 */
export function startHideScreen(curtain: HTMLElement): void {
  const button = document.getElementById('hide-screen');
  const back = curtain.querySelector('button');
  const title = document.title;
  let before: Element | null = null;

  const draw = (hidden: boolean) => {
    if (hidden === !curtain.hidden) {
      return;
    }
    if (hidden) {
      before = document.activeElement;
    }
    document.documentElement.classList.toggle('haven-curtained', hidden);
    curtain.hidden = !hidden;
    document.title = hidden ? 'Haven' : title;
    if (hidden) {
      window.getSelection()?.removeAllRanges();
      curtain.focus();
    } else if (before instanceof HTMLElement) {
      before.focus();
    }
  };

  const second = twice(TWICE_WITHIN);
  // before anything on the page can take the key for itself
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && !event.repeat && second(event.timeStamp)) {
        draw(curtain.hidden !== false);
      }
    },
    { capture: true },
  );
  back?.addEventListener('click', () => draw(false));
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => draw(true));
  }
}
