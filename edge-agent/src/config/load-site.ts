import { readFileSync } from 'node:fs';
import { problemsOf, SceneConfig, SiteConfig, type Problem } from '@vamco/contracts';
import { Default } from 'typebox/value';
import { parseDocument } from 'yaml';
import { AgentError } from '../base/errors.ts';
import { certificateProblem } from '../scene/certificate.ts';
import { cameraProblems } from './camera-problems.ts';
import { idleRegions } from '../scene/idle-regions.ts';
import { sceneProblems } from '../scene/scene-problems.ts';

/** A YAML file that was read, or every problem it has. */
export type Loaded<Value> = { value: Value; problems: [] } | { value: undefined; problems: Problem[] };

/** Reads and validates a site file; problems come all at once, each with its path. */
export function loadSite(file: string): Loaded<SiteConfig> {
  return validate(SiteConfig, readYaml(file), (site) => [
    ...repeated(site.cameras, 'cameras'),
    ...site.cameras.flatMap((camera, c) => under(`cameras/${c}`, cameraProblems(camera))),
    ...site.cameras.flatMap((camera, c) =>
      camera.presets.flatMap((preset, p) =>
        under(`cameras/${c}/presets/${p}/scene`, sceneProblems(preset.scene)),
      ),
    ),
  ]);
}

/** What is better mended although the box runs with it: certificates that expired by now (UTC, ms), regions that show nothing closer. */
export function siteAdvice(site: SiteConfig, utcMs: number): Problem[] {
  return site.cameras.flatMap(({ certificate, presets }, index) => {
    const problem = certificate && certificateProblem(certificate, utcMs);
    const path = `cameras/${index}`;
    return [
      ...(problem ? [{ path: `${path}/certificate/${problem.key}`, message: problem.message }] : []),
      ...presets.flatMap(({ scene }, p) => sceneAdvice(scene, `${path}/presets/${p}/scene`)),
    ];
  });
}

/** Reads a scene: a file with `scene:` at its top, the scene itself, or a site file (its first camera's). */
export function loadScene(file: string): Loaded<SceneConfig> {
  return loadSceneAt(file).loaded;
}

/** The same, and where in its file the scene lies: the path before those of its parts, '' for the whole file. */
export function loadSceneAt(file: string): { loaded: Loaded<SceneConfig>; place: string } {
  const document = readYaml(file);
  if (isObject(document) && 'cameras' in document) {
    const { value, problems } = loadSite(file);
    const scene = value?.cameras[0]?.presets[0]?.scene;
    const loaded = scene ? { value: scene, problems: [] as [] } : { value: undefined, problems };
    return { loaded, place: 'cameras/0/presets/0/scene' };
  }
  const place = isObject(document) && 'scene' in document ? 'scene' : '';
  const { value, problems } = validate(
    SceneConfig,
    isObject(document) && place !== '' ? document[place] : document,
    sceneProblems,
  );
  const loaded = value ? { value, problems: [] as [] } : { value, problems: under(place, problems) };
  return { loaded, place };
}

/** What is better mended in a scene although a box runs with it. */
export function sceneAdvice(scene: SceneConfig, place: string): Problem[] {
  return under(place, idleRegions(scene));
}

/** Throws BAD_SITE_FILE with every problem on a line of its own. */
export function orThrow<Value>(file: string, loaded: Loaded<Value>): Value {
  if (loaded.value !== undefined) return loaded.value;
  const lines = loaded.problems.map(({ path, message }) => `  ${path}: ${message}`);
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  throw new AgentError('BAD_SITE_FILE', `${file} has ${count}:\n${lines.join('\n')}`);
}

function validate<Value>(
  schema: object,
  document: unknown,
  more: (value: Value) => Problem[],
): Loaded<Value> {
  const value = Default(schema, document);
  const problems = problemsOf(schema, value);
  if (problems.length === 0) problems.push(...more(value as Value));
  return problems.length === 0 ? { value: value as Value, problems: [] } : { value: undefined, problems };
}

function readYaml(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AgentError('BAD_SITE_FILE', `${file} cannot be read`, { cause });
  }
  const document = parseDocument(text, { maxAliasCount: 0 } as object);
  const [error] = document.errors;
  if (error)
    throw new AgentError('BAD_SITE_FILE', `${file} is not YAML: ${error.message.split('\n')[0] ?? ''}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    // A few aliases can unfold to gigabytes, so none are taken.
    const message = `${file} uses aliases of YAML ("*name"): write out what they stand for`;
    throw new AgentError('BAD_SITE_FILE', message, { cause });
  }
}

function repeated(items: { id: string }[], path: string): Problem[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (seen.has(id)) return [{ path: `${path}/${index}/id`, message: `"${id}" is used twice` }];
    seen.add(id);
    return [];
  });
}

function under(prefix: string, problems: Problem[]): Problem[] {
  if (prefix === '') return problems;
  return problems.map(({ path, message }) => ({
    path: path === '(document)' ? prefix : `${prefix}/${path}`,
    message,
  }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
