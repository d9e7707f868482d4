/** Boundaries of the style guide: who may import whom. Run by `npm run boundaries`. */
const edge = '^edge-agent/src/';
const steps =
  'camera|decode|detect|track|signals|plates|riders|scene|rules|evidence|explain|outbox|uplink|health|trust|segments|burnt-in|warning-lamps';
const onlyIn = (name, from, packages) => ({
  name,
  severity: 'error',
  from: { path: '^(edge-agent|central)/', pathNot: from },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contracts-import-only-typebox',
      severity: 'error',
      from: { path: '^central/contracts/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^central/contracts/src|node_modules/typebox' },
    },
    {
      name: 'pure-steps-stay-pure',
      comment: 'track, signals, warning-lamps, scene, rules and trust know no file, clock, logger or package',
      severity: 'error',
      from: { path: `${edge}(track|signals|warning-lamps|scene|rules|trust)/`, pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: `${edge}(track|signals|warning-lamps|scene|rules|trust|base|detect/detection)|^central/contracts/src`,
      },
    },
    {
      name: 'steps-do-not-know-each-other',
      comment: 'only types may cross; agent.ts and cli/ connect the steps',
      severity: 'error',
      from: { path: `${edge}(${steps})/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: `${edge}(${steps}|cli|config)/`,
        pathNot: `${edge}($1|scene)/`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'base-knows-no-domain',
      severity: 'error',
      from: { path: `${edge}base/` },
      to: { path: '^(edge-agent/src/(?!base/)|central/)' },
    },
    {
      name: 'bundle-imports-only-contracts',
      comment: 'box and centre share it; it knows neither',
      severity: 'error',
      from: { path: '^central/bundle/src' },
      to: { path: '^(edge-agent|central/(src|web))/' },
    },
    {
      name: 'edge-not-central',
      severity: 'error',
      from: { path: edge },
      to: { path: '^central/(src|web)/' },
    },
    {
      name: 'central-not-edge',
      severity: 'error',
      from: { path: '^central/' },
      to: { path: '^edge-agent/' },
    },
    {
      name: 'web-is-a-browser',
      severity: 'error',
      from: { path: '^central/web/src' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'central-not-web',
      severity: 'error',
      from: { path: '^central/src' },
      to: { path: '^central/web' },
    },
    onlyIn('onnxruntime-only-in-its-thread', `${edge}models/network-main\\.ts`, 'onnxruntime-node'),
    onlyIn(
      'sqlite-only-in-outbox-and-store',
      `${edge}(outbox|explain)/|^central/src/store/sqlite/`,
      'better-sqlite3',
    ),
    onlyIn('mqtt-only-in-uplink-and-ingest', `${edge}uplink/|^central/src/ingest/`, 'mqtt|aedes'),
    onlyIn('sharp-only-where-pixels-are', `${edge}(decode|plates|riders|evidence|burnt-in)/`, 'sharp'),
    onlyIn('node-onvif-only-in-its-cage', `${edge}camera/onvif/device\\.ts`, 'node-onvif'),
    onlyIn('tesseract-only-in-its-cage', `${edge}burnt-in/reader-main\\.ts`, 'tesseract\\.js'),
    onlyIn('ffmpeg-only-in-its-adapter', `${edge}camera/ffmpeg\\.ts`, 'fluent-ffmpeg'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
