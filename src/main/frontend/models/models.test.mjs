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
import { describe, expect, it } from 'vitest';

const project = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The oldest and the newest engine that the models are for: both must take them. */
const ENGINES = ['8.6.0', '8.9.0'];

function files(folder, ending) {
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

describe.each(files('processes', '.bpmn'))('%s', (file) => {
  it.each(ENGINES)('is taken by Camunda %s without a warning', async (version) => {
    const xml = text(file).replace(
      /modeler:executionPlatformVersion="[^"]*"/,
      `modeler:executionPlatformVersion="${version}"`,
    );
    expect(said(await new CamundaLinter({ modeler: 'desktop', type: 'cloud' }).lint(xml))).toEqual([]);
  });

  it('keeps to good drawing', async () => {
    const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(text(file));
    expect(warnings.map((warning) => warning.message)).toEqual([]);
    const linter = new Linter({ config: rules, resolver: new NodeResolver() });
    const found = await linter.lint(rootElement);
    expect(Object.entries(found).flatMap(([rule, reports]) => said(reports.map((report) => ({ ...report, rule }))))).toEqual([]);
  });

  it('stands on the grid, with right angles, every shape drawn', async () => {
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
    const every = (scope) =>
      (scope.flowElements ?? []).flatMap((element) => [element.id, ...every(element)]);
    rootElement.rootElements
      .filter((element) => element.$type === 'bpmn:Process')
      .flatMap(every)
      .filter((id) => !drawn.has(id))
      .forEach((id) => faults.push(`${id} is not drawn`));
    expect(faults).toEqual([]);
  });
});

describe.each(files('processes', '.dmn'))('%s', (file) => {
  it('opens without a warning and is drawn', async () => {
    const { rootElement, warnings } = await new DmnModdle().fromXML(text(file));
    expect(warnings.map((warning) => warning.message)).toEqual([]);
    const decisions = rootElement.drgElement.filter((element) => element.$type === 'dmn:Decision');
    expect(decisions.map((decision) => decision.id)).toEqual([basename(file, '.dmn')]);
    const shapes = rootElement.dmnDI.diagrams.flatMap((diagram) => diagram.diagramElements);
    expect(shapes.map((shape) => shape.dmnElementRef.id)).toEqual([basename(file, '.dmn')]);
  });
});

describe.each(files('forms', '.form'))('%s', (file) => {
  it.each(ENGINES)('is taken by Camunda %s without a warning', (version) => {
    const form = { ...JSON.parse(text(file)), executionPlatformVersion: version };
    expect(said(new FormLinter().lint(form))).toEqual([]);
  });
});
