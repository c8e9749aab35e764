import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FormLinter } from '@camunda/form-linting';
import { Linter as CamundaLinter } from '@camunda/linting';
import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver';
import { DmnModdle } from 'dmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

const project = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The oldest and the newest engine that the models are for: both must take them. */
export const ENGINES = ['8.6.0', '8.9.0'];

export function files(folder, ending) {
  return readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .sort();
}

const text = (file) => readFileSync(join(project, file), 'utf8');

const said = (reports) => reports.map((report) => `${report.id ?? ''}: ${report.message} (${report.rule ?? ''})`);

const rules = {
  extends: ['bpmnlint:recommended'],
  rules: {
    // an inclusive split starts what cannot wait beside the rest; it is never joined
    'no-inclusive-gateway': 'off',
    // start events: one for the caller, others for messages
    'single-blank-start-event': 'error',
  },
};

/** What Camunda's own lint of that version says against a diagram. */
export async function engineOfDiagram(file, version) {
  const xml = text(file).replace(
    /modeler:executionPlatformVersion="[^"]*"/,
    `modeler:executionPlatformVersion="${version}"`,
  );
  return said(await new CamundaLinter({ modeler: 'desktop', type: 'cloud' }).lint(xml));
}

export async function drawing(file) {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(text(file));
  const linter = new Linter({ config: rules, resolver: new NodeResolver() });
  const found = await linter.lint(rootElement);
  return [
    ...warnings.map((warning) => warning.message),
    ...Object.entries(found).flatMap(([rule, reports]) => said(reports.map((report) => ({ ...report, rule })))),
  ];
}

export async function grid(file) {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(text(file));
  const drawn = new Set();
  const faults = [];
  for (const diagram of rootElement.diagrams) {
    for (const element of diagram.plane.planeElement) {
      drawn.add(element.bpmnElement.id);
      if (element.waypoint) {
        element.waypoint.slice(1).forEach((point, i) => {
          const before = element.waypoint[i];
          if (point.x !== before.x && point.y !== before.y) faults.push(`${element.id} runs askew`);
        });
      } else {
        const { x, y, width, height } = element.bounds;
        if ((x + width / 2) % 10 || (y + height / 2) % 10) faults.push(`${element.id} is off the 10 px grid`);
      }
    }
  }
  const every = (scope) => (scope.flowElements ?? []).flatMap((element) => [element.id, ...every(element)]);
  rootElement.rootElements
    .filter((element) => element.$type === 'bpmn:Process')
    .flatMap(every)
    .filter((id) => !drawn.has(id))
    .forEach((id) => faults.push(`${id} is not drawn`));
  return faults;
}

export async function table(file) {
  const { rootElement, warnings } = await new DmnModdle().fromXML(text(file));
  const name = basename(file, '.dmn');
  const faults = warnings.map((warning) => warning.message);
  const decisions = rootElement.drgElement.filter((element) => element.$type === 'dmn:Decision');
  if (decisions.length !== 1 || decisions[0].id !== name) {
    faults.push(`keep one decision in it, with the id ${name}`);
  }
  const shapes = rootElement.dmnDI.diagrams.flatMap((diagram) => diagram.diagramElements);
  if (shapes.length !== 1 || shapes[0].dmnElementRef.id !== name) {
    faults.push(`${name} is not drawn`);
  }
  return faults;
}

export function engineOfForm(file, version) {
  const form = { ...JSON.parse(text(file)), executionPlatformVersion: version };
  return said(new FormLinter().lint(form));
}
