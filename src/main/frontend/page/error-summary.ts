/**
 * Moves focus to the summary when the page opens, so that a screen reader reads it first, and
 * from its links to the field they name.
 */
export function startErrorSummary(summary: HTMLElement): void {
  summary.tabIndex = -1;
  summary.focus();
  followLinks(summary);
}

/**
 * A link of the summary goes to its field with its question in view, and puts the cursor there.
 *
 * @param reveal brings a field that is not on the page into it first
 */
export function followLinks(summary: HTMLElement, reveal?: (id: string) => void): void {
  summary.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute('href')!.slice(1));
    if (!field) {
      return;
    }
    event.preventDefault();
    reveal?.(field.id);
    const question = field.closest('fieldset, .govuk-form-group') ?? field;
    question.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
