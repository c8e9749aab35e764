import { render } from 'preact';
import { type Section } from './answers';
import { CHECK, Plan } from './plan';
import type { Shown } from './shown';
import { Answers } from './summary';
import { words } from './words';

type Source = {
  island: HTMLElement;
  container: HTMLElement;
  post: HTMLFormElement;
  shown: Shown;
  /** Ids of the form's groups, in their order, and what each is called. */
  groups: { id: string; title: string }[];
  /** Which group a control stands in, by its key. */
  groupOf: (key: string) => string | undefined;
  /** Does the group ask anything as things stand? */
  isAsked: (group: string) => boolean;
  /** Is nothing wrong with what stands in the group? */
  isAnswered: (group: string) => boolean;
  /** Says at the fields of the group, and over the form, what is wrong; true if something is. */
  complain: (group: string) => boolean;
  /** What was complained of is put right. */
  calm: () => void;
  /** What was typed last reaches the form. */
  settled: () => Promise<void>;
  sections: () => Section[];
  moved: () => void;
};

/** Where a person stands is told to the browser's history by the group's id: nobody's data. */
type Place = { step?: string };

/** Asks a long form group by group, and shows all answers before it is sent. */
export class Steps {
  readonly plan: Plan;
  private at: string;
  private moving = false;
  private readonly progress: HTMLElement;
  private readonly answers: HTMLElement;
  private readonly buttons: HTMLElement;
  private readonly submits: HTMLButtonElement[];
  private readonly title = document.title.replace(/^Error: /, '');

  constructor(private readonly source: Source) {
    const { island, container, post, shown } = source;
    this.plan = new Plan(() => this.visible(), source.isAnswered);
    this.at = this.visible()[0] ?? CHECK;
    this.progress = place('nav', 'haven-form-steps');
    this.progress.setAttribute('aria-label', words.steps);
    this.answers = place('div', 'haven-answers');
    container.before(this.progress, this.answers);
    this.submits = [...post.querySelectorAll<HTMLButtonElement>('button:not([type=button])')];
    this.buttons = place('div', 'govuk-button-group haven-form-moves');
    (this.submits.at(-1) ?? post.lastElementChild!).after(this.buttons);
    island.classList.add('haven-in-steps');
    shown.onChange = () => queueMicrotask(() => this.draw());
    window.addEventListener('popstate', () => this.followHistory());
    window.addEventListener('beforeprint', () => this.drawAnswers());
  }

  /** The step that is on the page: a group's id, or {@link CHECK}. */
  get step(): string {
    return this.at;
  }

  /** What the form asks now: a group that is hidden, or all of whose questions are, is no step. */
  private visible(): string[] {
    return this.source.groups
      .map((group) => group.id)
      .filter((id) => this.source.shown.has(id) && this.source.isAsked(id));
  }

  /**
   * Shows where the person was: what the browser remembers of this page, or the draft.
   *
   * @param problems keys of the controls that the server found something wrong with
   */
  start(problems: string[] | undefined, kept: string | undefined): void {
    if (problems) {
      this.plan.sawAll();
      const wrong = problems.map((key) => this.source.groupOf(key));
      this.at = this.visible().find((id) => wrong.includes(id)) ?? CHECK;
    } else {
      const asked = (history.state as Place | null)?.step ?? this.inAddress() ?? kept;
      this.at = asked ? this.plan.reach(asked) : this.at;
    }
    history.replaceState({ step: this.at }, '');
    this.draw();
  }

  private inAddress(): string | undefined {
    if (location.hash === '#check') {
      return CHECK;
    }
    const number = /^#step-(\d{1,2})$/.exec(location.hash)?.[1];
    return number ? this.visible()[Number(number) - 1] : undefined;
  }

  private followHistory() {
    const asked = (history.state as Place | null)?.step ?? this.inAddress();
    if (asked) {
      this.source.calm();
      this.show(this.plan.isOpen(asked) ? asked : this.plan.reach(asked), false);
    }
  }

  /** Goes on if the step's own answers are right; true where the form may be sent. */
  async goOn(): Promise<boolean> {
    if (this.at === CHECK) {
      return true;
    }
    if (this.moving) {
      return false;
    }
    this.moving = true;
    try {
      await this.source.settled();
      if (this.source.complain(this.at)) {
        this.draw();
        return false;
      }
      this.source.calm();
      const from = this.visible().indexOf(this.at);
      const next = this.plan.after(this.at);
      this.show(next);
      if (next !== CHECK && this.visible().indexOf(next) <= from) {
        // brought back: say what for
        this.source.complain(next);
      }
      return false;
    } finally {
      this.moving = false;
    }
  }

  private async goTo(step: string | undefined) {
    await this.source.settled();
    if (step && step !== this.at) {
      this.source.calm();
      this.show(this.plan.isOpen(step) ? step : this.plan.reach(step));
    }
  }

  /** Shows the step in which this control stands, for whoever then moves the focus to it. */
  reveal(key: string): void {
    const group = this.source.groupOf(key);
    if (group && group !== this.at) {
      this.show(group);
    }
  }

  private show(step: string, push = true) {
    this.at = step;
    if (push) {
      const number = this.visible().indexOf(step) + 1;
      history.pushState({ step }, '', step === CHECK ? '#check' : `#step-${number}`);
    }
    this.draw();
    const heading = step === CHECK ? this.answers.querySelector('h2') : this.source.shown.headingOf(step);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
    this.source.moved();
  }

  /** Draws what stands around the groups, and hides all of them but one. */
  draw(): void {
    const steps = this.visible();
    const isCheck = this.at === CHECK;
    if (!isCheck && !steps.includes(this.at)) {
      // its condition took it away under the person: back to the first that is not complete
      this.at = this.plan.reach(steps.find((each) => !this.plan.isDone(each)) ?? CHECK);
      return this.draw();
    }
    const count = words.step(steps.indexOf(this.at) + 1, steps.length);
    this.source.shown.show(isCheck ? null : this.at, count);
    this.source.container.classList.toggle('haven-first-step', this.at === steps[0]);
    document.title =
      (document.title.startsWith('Error: ') ? 'Error: ' : '') +
      `${isCheck ? words.check : count} – ${this.title}`;
    this.submits.forEach((button) => (button.hidden = !isCheck));
    this.drawProgress(steps);
    this.drawButtons();
    if (isCheck) {
      this.drawAnswers();
    }
    this.answers.classList.toggle('haven-answers--paper', !isCheck);
  }

  private drawAnswers() {
    render(
      <Answers
        level={3}
        title={words.check}
        why={words.checkWhy}
        sections={this.source.sections()}
        change={(key) => this.change(key)}
      />,
      this.answers,
    );
  }

  private change(key: string) {
    this.reveal(key);
    const control = document.getElementById(`field-${key}`);
    (control?.closest('fieldset, .govuk-form-group') ?? control)?.scrollIntoView();
    control?.focus({ preventScroll: true });
  }

  private drawButtons() {
    const before = this.plan.before(this.at);
    render(
      <>
        {this.at !== CHECK && (
          <button type="button" class="govuk-button" onClick={() => void this.goOn()}>
            {words.goOn}
          </button>
        )}
        {before && (
          <button
            type="button"
            class="govuk-button govuk-button--secondary"
            onClick={() => void this.goTo(before)}
          >
            {words.back}
          </button>
        )}
      </>,
      this.buttons,
    );
  }

  private drawProgress(steps: string[]) {
    const done = steps.filter((each) => this.plan.isDone(each)).length;
    const titles = new Map(this.source.groups.map(({ id, title }) => [id, title]));
    render(
      <Progress
        done={words.stepsDone(done, steps.length)}
        steps={[...steps, CHECK].map((id) => ({
          id,
          title: titles.get(id) ?? words.check,
          isNow: id === this.at,
          isOpen: this.plan.isOpen(id),
          state:
            id === this.at
              ? words.now
              : this.plan.isDone(id)
                ? words.complete
                : id !== CHECK && this.plan.isOpen(id) && !this.source.isAnswered(id)
                  ? words.incomplete
                  : words.notYet,
        }))}
        goTo={(id) => void this.goTo(id)}
      />,
      this.progress,
    );
  }
}

type Item = { id: string; title: string; isNow: boolean; isOpen: boolean; state: string };

function Progress(props: { done: string; steps: Item[]; goTo: (id: string) => void }) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{props.done}</span>
      </summary>
      <ol class="haven-form-steps__list">
        {props.steps.map((step) => (
          <li key={step.id} aria-current={step.isNow ? 'step' : undefined}>
            {step.isOpen && !step.isNow ? (
              <button type="button" class="haven-link-button" onClick={() => props.goTo(step.id)}>
                {step.title}
              </button>
            ) : (
              <span>{step.title}</span>
            )}
            <span class="haven-meta">{step.state}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function place(tag: string, classes: string): HTMLElement {
  return Object.assign(document.createElement(tag), { className: classes });
}
