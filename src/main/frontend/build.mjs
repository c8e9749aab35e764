/**
 * What Maven runs: `node build.mjs build` and `node build.mjs test`. Each does its work only when
 * something that goes into it changed since it last succeeded, so a build of Java alone costs
 * milliseconds here. Delete target/ to force it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../../..');
const stamps = join(project, 'target/frontend');
const built = join(project, 'target/classes/static/app/app.js');
const modules = join(here, 'node_modules');

/** What the tests read besides the frontend's own files. */
const testInputs = ['src/test/resources/form-cases', 'processes', 'forms'].map((path) => join(project, path));

function files(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    })
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    hash.update(relative(project, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function same(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function keep(stamp, value) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}

function run(what, ...args) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, args, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error) {
    fail(`npm could not be started (${result.error.message}). Install Node 20.19 or later with npm.`);
  }
  if (result.status !== 0) {
    fail(`${what} failed: see the lines above. To build Java alone: -Dfrontend.skip`);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function install() {
  const stamp = join(modules, '.haven-installed');
  const wanted = digest([join(here, 'package.json'), join(here, 'package-lock.json'), join(here, '.npmrc')]);
  if (!same(stamp, wanted)) {
    console.log('Browser bundle: installing what package-lock.json names');
    run('npm ci', 'ci', '--prefer-offline', '--no-progress', '--loglevel=error');
    keep(stamp, wanted);
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old for the browser bundle. Install Node 20.19 or later.`);
}

const task = process.argv[2];
if (task === 'build') {
  const inputs = digest(files(here).filter((path) => !/\.test\.tsx?$|\.md$/.test(path)));
  const stamp = join(stamps, 'built');
  if (!existsSync(built) || !same(stamp, inputs)) {
    install();
    console.log('Browser bundle: building');
    run('The browser bundle', 'run', '--silent', 'build');
    keep(stamp, inputs);
  }
} else if (task === 'test') {
  if (process.argv.includes('skip=true')) {
    process.exit(0);
  }
  const inputs = digest([...files(here), ...testInputs.flatMap(files)]);
  const stamp = join(stamps, 'tested');
  if (!same(stamp, inputs)) {
    install();
    run('A test of the browser code', 'run', '--silent', 'test');
    keep(stamp, inputs);
  }
} else if (task === 'words') {
  install();
  run('The lint of the models', 'run', '--silent', 'lint-words');
} else {
  fail('Say what to do: node build.mjs build, test or words');
}
