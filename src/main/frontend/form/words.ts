/** What a person is told to do, by question: the same words as the server's FormWords. */

const isQuestion = (label: string) => label.trim().endsWith('?');

const quoted = (label: string) => `“${label.trim()}”`;

const forWhat = (label: string) => (isQuestion(label) ? `to ${quoted(label)}` : `for ${quoted(label)}`);

/** A label loses its first capital inside a sentence, unless it is a name or an abbreviation. */
function inside(label: string): string {
  const keeps = /^.\p{Lu}/u.test(label) || label.startsWith('I ') || isQuestion(label);
  return keeps ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

const grouped = (count: number) => count.toLocaleString('en-GB');

const characters = (count: number) => `${grouped(count)} ${count === 1 ? 'character' : 'characters'}`;

export const words = {
  enter: (label: string) =>
    isQuestion(label) ? `Enter an answer to ${quoted(label)}` : `Enter ${inside(label)}`,
  chooseOne: (label: string) => `Choose one of the answers ${forWhat(label)}`,
  chooseSome: (label: string) => `Choose one or more of the answers ${forWhat(label)}`,
  chooseFromList: (label: string) => `Choose from the answers on the list ${forWhat(label)}`,
  tick: (label: string) => `Tick ${quoted(label)} to go on`,
  enterDate: (label: string) => `Enter a date ${forWhat(label)}`,
  realDate: (label: string) => `Enter a real date ${forWhat(label)}, such as 27 3 2026`,
  notPast: (label: string) => `Enter today’s date or a later one ${forWhat(label)}`,
  enterTime: (label: string) => `Enter a time ${forWhat(label)}, such as 14:30`,
  enterDateTime: (label: string) => `Enter a date and a time ${forWhat(label)}`,
  shorten: (label: string, longest: number, has: number) =>
    `Shorten what you wrote ${forWhat(label)} to ${characters(longest)} or fewer. It has ${grouped(has)}`,
  lengthen: (label: string, shortest: number) =>
    `Write ${characters(shortest)} or more ${forWhat(label)}`,
  asAsked: (label: string) => `Enter what is asked ${forWhat(label)} in the form that the hint shows`,
  enterEmail: (label: string) => `Enter an email address ${forWhat(label)}, such as name@example.org`,
  enterPhone: (label: string) =>
    `Enter a phone number ${forWhat(label)}, such as 01632 960 001 or +44 1632 960 001`,
  enterNumber: (label: string) => `Enter a number ${forWhat(label)}`,
  wholeNumber: (label: string) => `Enter a whole number ${forWhat(label)}`,
  fewerDecimals: (label: string, places: number) =>
    `Enter a number with at most ${places} decimal ${places === 1 ? 'place' : 'places'} ${forWhat(label)}`,
  multipleOf: (label: string, step: number) => `Enter a multiple of ${step} ${forWhat(label)}`,
  atLeast: (label: string, least: number) => `Enter ${least} or more ${forWhat(label)}`,
  atMost: (label: string, most: number) => `Enter ${most} or less ${forWhat(label)}`,
  yes: 'Yes',
  no: 'No',
  problem: 'There is a problem',
  notAnswered: 'Not answered',
  change: 'Change',
  step: (at: number, of: number) => (of === 1 ? 'Step 1' : `Step ${at} of ${of}`),
  goOn: 'Continue',
  back: 'Back',
  check: 'Check your answers',
  notSent: 'These answers were not sent when this was printed.',
  checkWhy: 'Nothing is sent yet. Look through what you answered, then finish at the end of this page.',
  steps: 'Steps of this form',
  stepsDone: (done: number, of: number) => `${done} of ${of} ${of === 1 ? 'step is' : 'steps are'} complete`,
  complete: 'Complete',
  now: 'You are here',
  notYet: 'Not yet',
  incomplete: 'Not complete',
};
