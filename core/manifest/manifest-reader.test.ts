import { describe, expect, test } from 'vitest';
import { apiVersion } from '../api-version.ts';
import { describeFaults } from './manifest-fault.ts';
import { type ManifestReading, readManifest } from './manifest-reader.ts';

const least = { name: 'hello', version: '1.0.0', displayName: 'Hello', engines: { 'boule-bleue': '^1.0.0' } };

function read(parts: object): ManifestReading {
  return readManifest({ ...least, main: './plugin.js', ...parts }, 'test');
}

/** `path problem` of each fault, or of each warning. */
function faultsOf(parts: object): string[] {
  return read(parts).faults.map(({ path, problem }) => `${path} ${problem}`);
}

function warningsOf(parts: object): string[] {
  const reading = read(parts);
  expect(reading.faults).toEqual([]);
  return reading.warnings.map(({ path, problem }) => `${path} ${problem}`);
}

const contributing = (contributes: object) => ({ contributes });

describe('a sound manifest', () => {
  test('gets every default', () => {
    expect(readManifest(least, 'here')).toEqual({
      source: 'here',
      faults: [],
      warnings: [],
      manifest: {
        id: 'hello',
        version: '1.0.0',
        displayName: 'Hello',
        description: '',
        engine: '^1.0.0',
        activationEvents: [],
        pluginDependencies: [],
        permissions: {},
        contributes: {
          commands: [],
          panels: [],
          statusBar: [],
          menus: {},
          submenus: [],
          keybindings: [],
          configuration: [],
          walkthroughs: [],
          hooks: [],
          themes: [],
          languages: [],
          authentication: [],
        },
      },
    });
  });

  test('gets the defaults of its contributions', () => {
    const { manifest } = read({
      contributes: {
        panels: [{ id: 'hello.main', title: 'T', icon: '$(home)', module: './panel.js', element: 'hello-main' }],
        statusBar: [
          { id: 'hello.text', text: 'T' },
          { id: 'hello.icon', text: 'T', icon: 'icons/ball.svg' },
        ],
        configuration: { properties: { 'hello.greeting': { type: 'string', default: 'Bonjour', description: 'D' } } },
        walkthroughs: [{ id: 'w', title: 'T', description: 'D', steps: [{ id: 's', title: 'T' }] }],
        themes: [{ label: 'Dark', uiTheme: 'vs-dark', path: './dark.json' }],
        languages: [{ id: 'br', path: './br.json' }],
      },
    });
    expect(manifest?.contributes).toMatchObject({
      panels: [{ location: 'tab' }],
      statusBar: [
        { slot: 'hello.text', alignment: 'left', rank: 0, priority: 0, showText: true },
        { slot: 'hello.icon', showText: false },
      ],
      configuration: [{ title: 'Hello', properties: { 'hello.greeting': { default: 'Bonjour' } } }],
      walkthroughs: [{ steps: [{ description: '' }] }],
      themes: [{ id: 'Dark' }],
      languages: [{ plugin: 'hello' }],
    });
  });

  test('has an id of words when its package has a scope, and so have its dependencies', () => {
    const { manifest } = read({ name: '@office/hello', pluginDependencies: ['@office/base', 'connection'] });
    expect(manifest).toMatchObject({ id: 'office.hello', pluginDependencies: ['office.base', 'connection'] });
  });

  test('may have one object in place of a list of one', () => {
    const { manifest } = read(
      contributing({ commands: { command: 'hello.greet', title: 'T' }, keybindings: { command: 'hello.greet', key: 'f2' } }),
    );
    expect(manifest?.contributes).toMatchObject({ commands: [{ command: 'hello.greet' }], keybindings: [{ key: 'f2' }] });
  });

  test('may have members of the same names as those of every object', () => {
    const menus = JSON.parse('{"__proto__": [{"submenu": "a"}], "toString": [{"submenu": "b"}]}');
    const reading = read(contributing({ menus }));
    expect(reading.faults).toEqual([]);
    expect(Object.entries(reading.manifest?.contributes.menus ?? {})).toEqual([
      ['__proto__', [{ submenu: 'a' }]],
      ['toString', [{ submenu: 'b' }]],
    ]);
  });

  test('names other plugins’ commands without asking whether they are there', () => {
    expect(read(contributing({ menus: { ball: [{ command: 'connection.settings' }] } })).faults).toEqual([]);
  });
});

describe('what a newer shell may know is a warning and left out', () => {
  test('members, permissions and contribution points', () => {
    const parts = {
      permissions: { camera: true },
      contributes: { views: [], commands: [{ command: 'hello.greet', title: 'T', shortTitle: 'x', icon: { light: 'a.svg' } }] },
    };
    expect(warningsOf(parts)).toEqual([
      '/permissions/camera is not known and does nothing',
      '/contributes/views is not known and does nothing',
      '/contributes/commands/0/shortTitle is not known and does nothing',
      '/contributes/commands/0/icon is not a codicon and will not be drawn',
    ]);
    const { manifest } = read(parts);
    expect(manifest?.permissions).toEqual({});
    expect(manifest?.contributes.commands).toEqual([{ command: 'hello.greet', title: 'T' }]);
  });

  test('events', () => {
    expect(
      warningsOf({
        activationEvents: ['onStartup', 'onPanel:x.y', 'onLanguage:fr'],
        contributes: {
          walkthroughs: [{ id: 'w', title: 'T', description: 'D', steps: [{ id: 's', title: 'T', completionEvents: ['onLink:x'] }] }],
        },
      }),
    ).toEqual([
      '/activationEvents/2 is an event the shell does not know: onLanguage:fr',
      '/contributes/walkthroughs/0/steps/0/completionEvents/0 is an event the shell does not know: onLink:x',
    ]);
  });

  test('languages', () => {
    const contribution = (id: string) => ({ id, plugin: 'other', path: './strings.json' });
    expect(warningsOf({ contributes: { languages: ['fr', 'en', 'br'].map(contribution) } })).toEqual([
      '/contributes/languages/2/id is a language that no window speaks: br',
    ]);
  });

  test('npm’s own members are neither', () => {
    expect(warningsOf({ scripts: {}, dependencies: {}, type: 'module', engines: { 'boule-bleue': '*', node: '>=26' } })).toEqual([]);
  });
});

test('all faults are reported at once, each with its place, its problem and a remedy', () => {
  const reading = readManifest(
    {
      name: 'Hello World',
      version: 'one',
      engines: {},
      main: '../plugin.js',
      contributes: { commands: [{ command: 'greet' }, 3], menus: { ball: [{ command: 'hello.unknown', when: 'a &&' }] } },
    },
    'test',
  );
  expect(reading.manifest).toBeUndefined();
  expect(reading.faults.map(({ path }) => path)).toEqual([
    '/displayName',
    '/engines/boule-bleue',
    '/contributes/commands/0/title',
    '/contributes/commands/1',
    '/name',
    '/version',
    '/main',
    '/contributes/commands/0/command',
    '/contributes/menus/ball/0/when',
  ]);
  for (const { problem, remedy } of reading.faults) {
    expect(problem).not.toBe('');
    expect(remedy).toMatch(/^[A-Z].*[.)]$/);
  }
  expect(describeFaults(reading.faults)).toContain('  /version is not a semantic version: one. Give one such as 1.0.0.');
});

describe('a fault', () => {
  const command = { command: 'hello.greet', title: 'T' };
  const panel = { id: 'hello.main', title: 'T', icon: '$(home)', module: './panel.js', element: 'hello-main' };
  const setting = { type: 'string', default: 'a', description: 'D' };

  test.each<[string, object, string[]]>([
    [
      'a version range that is none',
      { engines: { 'boule-bleue': 'latest and greatest' } },
      ['/engines/boule-bleue is not a semver range: latest and greatest'],
    ],
    [
      'a range without this shell’s API',
      { engines: { 'boule-bleue': '^2.0.0' } },
      [`/engines/boule-bleue asks for the plugin API ^2.0.0; this shell has ${apiVersion}`],
    ],
    ['a name of the shell’s', { name: 'workbench' }, ['/name is a name that the shell keeps for itself: workbench']],
    ['the first word of an error code', { name: 'manifest' }, ['/name is a name that the shell keeps for itself: manifest']],
    ['a dependency on itself', { pluginDependencies: ['hello'] }, ['/pluginDependencies/0 is the plugin itself']],
    [
      'commands without a main half',
      { main: undefined, ...contributing({ commands: [command] }) },
      ['/main is missing, though the plugin has commands'],
    ],
    ['a member of another type', { permissions: { secrets: 'yes' } }, ['/permissions/secrets is a text instead of true or false']],
    ['a list that is none', contributing({ hooks: 3 }), ['/contributes/hooks is a number instead of a list']],
    ['null', { contributes: null }, ['/contributes is null instead of an object']],
    ['an empty text', { displayName: '' }, ['/displayName is empty']],
    [
      'a value that is not among those possible',
      contributing({ hooks: [{ id: 'hello.h', kind: 'sync', description: 'D' }] }),
      ['/contributes/hooks/0/kind can\'t be "sync"'],
    ],
    [
      'two commands of one id',
      contributing({ commands: [command, command] }),
      ['/contributes/commands/1/command is there twice: hello.greet'],
    ],
    [
      'an id of another plugin',
      contributing({ panels: [{ ...panel, id: 'other.main' }] }),
      ['/contributes/panels/0/id does not begin with hello. or holds spaces'],
    ],
    [
      'a panel that nothing draws',
      contributing({ panels: [{ ...panel, module: undefined, element: undefined }] }),
      ['/contributes/panels/0/module is missing', '/contributes/panels/0/element is missing'],
    ],
    [
      'a panel that both the plugin and the workbench draw',
      contributing({ panels: [{ ...panel, view: 'list' }] }),
      [
        '/contributes/panels/0/module stands beside view, with which the workbench draws the panel',
        '/contributes/panels/0/element stands beside view, with which the workbench draws the panel',
      ],
    ],
    [
      'a view that the workbench does not draw',
      contributing({ panels: [{ ...panel, module: undefined, element: undefined, view: 'chart' }] }),
      ['/contributes/panels/0/view can\'t be "chart"'],
    ],
    [
      'a view whose data nobody publishes',
      { main: undefined, ...contributing({ panels: [{ ...panel, module: undefined, element: undefined, view: 'list' }] }) },
      ['/main is missing, though the plugin has views'],
    ],
    [
      'an id that is only the plugin’s',
      contributing({ commands: [{ ...command, command: 'hello.' }] }),
      ['/contributes/commands/0/command does not begin with hello. or holds spaces'],
    ],
    [
      'an enablement that does not parse',
      contributing({ commands: [{ ...command, enablement: 'a b' }] }),
      ["/contributes/commands/0/enablement does not parse: 'b' does not belong here; is && or || missing before it? (character 3)"],
    ],
    [
      'arguments that are no schema',
      contributing({ commands: [{ ...command, arguments: { type: 'thing' } }] }),
      ['/contributes/commands/0/arguments is not a valid JSON Schema: type must be JSONType or JSONType[]: thing'],
    ],
    [
      'an element of another plugin',
      contributing({ panels: [{ ...panel, element: 'other-main' }] }),
      ['/contributes/panels/0/element is not a tag of this plugin: other-main'],
    ],
    [
      'an element in upper case',
      contributing({ panels: [{ ...panel, element: 'hello-Main' }] }),
      ['/contributes/panels/0/element is not a tag of this plugin: hello-Main'],
    ],
    [
      'a keybinding of keys there are not',
      contributing({ keybindings: [{ command: 'a.b', key: 'ctrl+é', mac: 'x+y' }] }),
      ['/contributes/keybindings/0/key is not a key combination: ctrl+é', '/contributes/keybindings/0/mac is not a key combination: x+y'],
    ],
    [
      'a keybinding of an unknown own command',
      contributing({ keybindings: [{ command: '-hello.no', key: 'f2' }] }),
      ['/contributes/keybindings/0/command names hello.no, which is not among the plugin’s commands'],
    ],
    [
      'a status item of an unknown own command',
      contributing({ statusBar: [{ id: 'hello.s', text: 'T', command: 'hello.no' }] }),
      ['/contributes/statusBar/0/command names hello.no, which is not among the plugin’s commands'],
    ],
    [
      'a menu entry of an unknown own command',
      contributing({ menus: { ball: [{ command: 'hello.no' }] } }),
      ['/contributes/menus/ball/0/command names hello.no, which is not among the plugin’s commands'],
    ],
    [
      'a menu entry that is neither',
      contributing({ menus: { ball: [{ group: 'a' }] } }),
      ['/contributes/menus/ball/0 must name either a command or a submenu'],
    ],
    [
      'a menu entry that is both',
      contributing({ menus: { ball: [{ command: 'a.b', submenu: 'c' }] } }),
      ['/contributes/menus/ball/0 must name either a command or a submenu'],
    ],
    [
      'a step that waits for an unknown own command',
      contributing({
        walkthroughs: [
          {
            id: 'w',
            title: 'T',
            description: 'D',
            steps: [{ id: 's', title: 'T', completionEvents: ['onCommand:hello.no', 'onContext:a ||'] }],
          },
        ],
      }),
      [
        '/contributes/walkthroughs/0/steps/0/completionEvents/0 names hello.no, which is not among the plugin’s commands',
        '/contributes/walkthroughs/0/steps/0/completionEvents/1 does not parse: a key, true, false or ( is expected instead of the end (character 5)',
      ],
    ],
    [
      'a setting without default and description',
      contributing({ configuration: { properties: { a: { type: 'string' } } } }),
      ['/contributes/configuration/properties/a/description is missing', '/contributes/configuration/properties/a/default is missing'],
    ],
    [
      'a setting whose default is not of its shape',
      contributing({ configuration: [{ properties: { 'a/b': { ...setting, default: 3 } } }] }),
      ['/contributes/configuration/0/properties/a~1b/default is not of the setting’s own shape: it must be string'],
    ],
    [
      'a setting in two groups',
      contributing({ configuration: [{ properties: { a: setting } }, { properties: { a: setting } }] }),
      ['/contributes/configuration/1/properties/a is there twice'],
    ],
    [
      'a setting that is a secret',
      contributing({ configuration: { properties: { a: { ...setting, writeOnly: true } } } }),
      ['/contributes/configuration/properties/a/writeOnly marks a secret, but settings are kept readable'],
    ],
    [
      'a sentence about a pattern where there is none',
      contributing({ configuration: { properties: { a: { ...setting, patternErrorMessage: '%a%' } } } }),
      ['/contributes/configuration/properties/a/patternErrorMessage is not a sentence about a pattern'],
    ],
    [
      'an authentication provider without a proper id, or there twice',
      contributing({
        authentication: [
          { id: 'Mon portail', label: 'x' },
          { id: 'twice', label: 'x' },
          { id: 'twice', label: 'x' },
        ],
      }),
      [
        '/contributes/authentication/0/id is not an id of a provider: Mon portail',
        '/contributes/authentication/2/id is there twice: twice',
      ],
    ],
    [
      'an authentication provider without a main half',
      { main: undefined, ...contributing({ authentication: [{ id: 'portal', label: 'x' }] }) },
      ['/main is missing, though the plugin has authentication providers'],
    ],
    [
      'a language that is none',
      contributing({ languages: [{ id: 'français', path: 'a.json' }] }),
      ['/contributes/languages/0/id is not a language tag: français'],
    ],
  ])('is %s', (_case, parts, expected) => {
    expect(faultsOf(parts)).toEqual(expected);
  });

  test.each([
    '../plugin.js',
    'a/../../b.js',
    '/etc/passwd',
    'C:\\plugin.js',
    'c:/plugin.js',
    'a\\b.js',
    'https://x.fr/a.js',
    'a%2e%2e/b.js',
    'a?b',
    '.',
    'data:text/javascript,0',
  ])('is the path %s', (path) => {
    expect(faultsOf({ main: path, contributes: { themes: [{ label: 'L', uiTheme: 'vs', path }] } })).toEqual([
      `/main is not a path inside the plugin’s folder: ${path}`,
      `/contributes/themes/0/path is not a path inside the plugin’s folder: ${path}`,
    ]);
  });

  test.each([
    ['http://example.fr', 'https://example.fr'],
    ['https://example.fr/path', 'https://example.fr'],
    ['https://EXAMPLE.fr', 'https://example.fr'],
    ['https://user:secret@example.fr:8443', 'https://example.fr:8443'],
    ['https://*.example.fr', 'https://<host>[:<port>]'],
    ['example.fr', 'https://<host>[:<port>]'],
    ['*', 'https://<host>[:<port>]'],
    [`\${config:}`, 'https://<host>[:<port>]'],
  ])('is the network origin %s', (origin, suggestion) => {
    const { faults } = read({ permissions: { network: [origin] } });
    expect(faults).toMatchObject([{ path: '/permissions/network/0', remedy: expect.stringContaining(`Give ${suggestion} or `) }]);
  });

  test('is none of these network origins', () => {
    expect(
      faultsOf({ permissions: { network: ['https://example.fr', 'https://example.fr:8443', `\${config:connection.servers.update}`] } }),
    ).toEqual([]);
  });
});

describe('readManifest never throws', () => {
  let deep: unknown = {};
  for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
  const endless: Record<string, unknown> = {};
  endless.self = endless;

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 3],
    ['a text', 'package.json'],
    ['a list', []],
    ['an empty object', {}],
    ['a function', () => {}],
    ['a big integer', 3n],
    ['something too large', { ...least, description: 'x'.repeat(600_000) }],
    ['something too deep', { ...least, deep }],
    ['something that holds itself', endless],
    [
      'a getter that throws',
      {
        get name() {
          throw new Error('no');
        },
      },
    ],
    ['lists in place of objects', { ...least, engines: [], contributes: [[]], permissions: [] }],
    ['objects in place of texts', { name: {}, version: {}, displayName: {}, main: {}, engines: { 'boule-bleue': {} } }],
    [
      'nonsense in every contribution',
      {
        ...least,
        contributes: Object.fromEntries(
          ['commands', 'panels', 'statusBar', 'menus', 'keybindings', 'configuration', 'walkthroughs', 'hooks'].map((point) => [
            point,
            [null, 3, 'a', [[]], { steps: [null], properties: [3] }],
          ]),
        ),
      },
    ],
  ])('on %s', (_case, value) => {
    const reading = readManifest(value, 'test');
    expect(reading.manifest).toBeUndefined();
    expect(reading.faults.length).toBeGreaterThan(0);
  });

  test('and reports a hundred faults at most', () => {
    expect(read(contributing({ commands: Array.from({ length: 5_000 }, () => null) })).faults).toHaveLength(100);
  });

  test('on a JSON Schema that is too deep', () => {
    let schema: object = { type: 'string' };
    for (let depth = 0; depth < 3_000; depth += 1) schema = { properties: { a: schema } };
    expect(faultsOf(contributing({ commands: [{ command: 'hello.a', title: 'T', arguments: schema }] }))).toEqual([
      '/contributes/commands/0/arguments is not a valid JSON Schema: it is nested too deeply',
    ]);
  });
});
