/** Says what the lint found as `npm run lint-words`: the file, the element, what is wrong. */
export default class Words {
  onTestRunEnd(modules) {
    let files = 0;
    const found = [];
    for (const module of modules) {
      for (const error of module.errors?.() ?? []) {
        found.push(`The lint itself failed: ${error.message}`);
      }
      for (const test of module.children.allTests()) {
        files += 1;
        const { errors } = test.result();
        for (const error of errors ?? []) {
          for (const line of lines(error)) {
            found.push(`${test.parent.name}, ${line} [${test.name}]`);
          }
        }
      }
    }
    console.log(`Lint of Camunda's own tools, for versions 8.6 and 8.9: ${files} checks.`);
    found.forEach((line) => console.log(`  - ${line}`));
    console.log(found.length ? 'Put these right in the Modeler.' : 'It found nothing.');
  }
}

/** The entries that should not have been there. */
function lines(error) {
  const actual = String(error.actual ?? '');
  const entries = [...actual.matchAll(/^\s*"(.*)",?$/gm)].map((match) => match[1].replaceAll('\\"', '"'));
  return entries.length ? entries : [error.message];
}
