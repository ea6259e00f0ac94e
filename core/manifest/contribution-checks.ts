import { languages } from '../message.ts';
import type { ManifestNode } from './manifest-node.ts';
import { isCodicon, type ManifestRules } from './manifest-rules.ts';

/** Everything under `contributes` that its shape alone doesn't tell. */
export function checkContributions(contributes: ManifestNode, rules: ManifestRules): void {
  for (const [point, check] of Object.entries(checks)) check(contributes.get(point), rules);
}

const checks: Readonly<Record<string, (point: ManifestNode, rules: ManifestRules) => void>> = {
  commands: checkCommands,
  panels: checkPanels,
  statusBar: checkStatusItems,
  menus: checkMenus,
  submenus: checkSubmenus,
  keybindings: checkKeybindings,
  configuration: checkConfiguration,
  walkthroughs: checkWalkthroughs,
  hooks: checkHooks,
  themes: checkThemes,
  languages: checkLanguages,
  authentication: checkAuthentication,
};

function checkCommands(point: ManifestNode, rules: ManifestRules): void {
  for (const command of point.items()) {
    rules.ownId(command.get('command'));
    rules.codiconOrNothing(command.get('icon'));
    rules.when(command.get('enablement'));
    rules.schema(command.get('arguments'));
  }
  rules.unique(membersOf(point, 'command'));
}

function checkPanels(point: ManifestNode, rules: ManifestRules): void {
  for (const panel of point.items()) {
    rules.ownId(panel.get('id'));
    rules.codiconOrNothing(panel.get('icon'));
    rules.pathInside(panel.get('module'));
    rules.when(panel.get('when'));
    checkPanelContent(panel, rules);
    checkTag(panel.get('element'), rules);
  }
  rules.unique(membersOf(point, 'id'));
}

/** Who draws it: the plugin's own element, or the workbench. */
function checkPanelContent(panel: ManifestNode, rules: ManifestRules): void {
  const own = [panel.get('module'), panel.get('element')];
  if (!panel.isObject) return;
  if (panel.get('view').exists) {
    for (const member of own.filter(({ exists }) => exists))
      rules.fault(member, 'stands beside view, with which the workbench draws the panel', 'Give either view, or module and element.');
  } else {
    const remedy = 'Give module and element, or view for a panel that the workbench draws.';
    for (const member of own.filter(({ exists }) => !exists)) rules.fault(member, 'is missing', remedy);
  }
}

function checkTag(element: ManifestNode, rules: ManifestRules): void {
  const isOwnTag = element.text?.startsWith(`${rules.pluginId}-`) && /^[a-z][a-z\d._-]*$/.test(element.text);
  if (!element.text || isOwnTag) return;
  rules.fault(
    element,
    `is not a tag of this plugin: ${element.text}`,
    `Call it ${rules.pluginId}-<name> in lower case; the plugin’s name must begin with a letter.`,
  );
}

function checkStatusItems(point: ManifestNode, rules: ManifestRules): void {
  for (const item of point.items()) {
    rules.ownId(item.get('id'));
    rules.command(item.get('command'));
    rules.when(item.get('when'));
    const icon = item.get('icon');
    if (icon.text !== undefined && !isCodicon(icon.text)) rules.pathInside(icon);
  }
  rules.unique(membersOf(point, 'id'));
}

function checkMenus(point: ManifestNode, rules: ManifestRules): void {
  for (const [, location] of point.entries()) {
    for (const item of location.items()) {
      rules.command(item.get('command'));
      rules.when(item.get('when'));
      if (item.isObject && item.get('command').exists === item.get('submenu').exists) {
        rules.fault(item, 'must name either a command or a submenu', 'Give exactly one of the two.');
      }
    }
  }
}

function checkSubmenus(point: ManifestNode, rules: ManifestRules): void {
  for (const submenu of point.items()) rules.codiconOrNothing(submenu.get('icon'));
  rules.unique(membersOf(point, 'id'));
}

function checkKeybindings(point: ManifestNode, rules: ManifestRules): void {
  for (const binding of point.items()) {
    const command = binding.get('command');
    rules.command(command, command.text?.replace(/^-/, ''));
    rules.keys(binding.get('key'));
    rules.keys(binding.get('mac'));
    rules.when(binding.get('when'));
  }
}

function checkConfiguration(point: ManifestNode, rules: ManifestRules): void {
  const keys = new Set<string>();
  for (const [key, setting] of point.items().flatMap((group) => group.get('properties').entries())) {
    if (keys.has(key)) rules.fault(setting, 'is there twice', 'Leave one of them out.');
    keys.add(key);
    if (setting.isObject) checkSetting(setting, rules);
  }
}

function checkSetting(setting: ManifestNode, rules: ManifestRules): void {
  const check = rules.schema(setting);
  const description = setting.get('description').text ?? setting.get('markdownDescription').text;
  if (!description) rules.fault(setting.get('description'), 'is missing', 'Say in a sentence, or a %key%, what the setting does.');
  const patternMessage = setting.get('patternErrorMessage');
  if (patternMessage.exists && !(patternMessage.text && setting.get('pattern').exists))
    rules.fault(patternMessage, 'is not a sentence about a pattern', 'Say what the text must be, or give a %key%, beside a pattern.');
  if (setting.get('writeOnly').value === true) {
    rules.fault(setting.get('writeOnly'), 'marks a secret, but settings are kept readable', 'Keep it with the secrets service.');
  }
  const byDefault = setting.get('default');
  if (!byDefault.exists) {
    rules.fault(byDefault, 'is missing', 'Give the value in force until the user chooses one.');
    return;
  }
  const outcome = check?.(byDefault.value);
  if (outcome?.ok === false)
    rules.fault(byDefault, `is not of the setting’s own shape: ${outcome.problems}`, 'Correct the default or the schema.');
}

function checkWalkthroughs(point: ManifestNode, rules: ManifestRules): void {
  for (const walkthrough of point.items()) {
    rules.when(walkthrough.get('when'));
    const steps = walkthrough.get('steps');
    for (const step of steps.items()) {
      rules.when(step.get('when'));
      for (const event of step.get('completionEvents').items()) checkCompletionEvent(event, rules);
    }
    rules.unique(membersOf(steps, 'id'));
  }
  rules.unique(membersOf(point, 'id'));
}

function checkCompletionEvent(event: ManifestNode, rules: ManifestRules): void {
  const [, name, argument] = /^(onCommand|onContext):(.+)$/s.exec(event.text ?? '') ?? [];
  if (name === 'onCommand') rules.command(event, argument);
  else if (name === 'onContext' && argument) rules.when(event, argument);
  else if (event.text)
    rules.warn(event, `is an event the shell does not know: ${event.text}`, 'Use onCommand:<id> or onContext:<when clause>.');
}

function checkHooks(point: ManifestNode, rules: ManifestRules): void {
  for (const hook of point.items()) {
    rules.ownId(hook.get('id'));
    rules.schema(hook.get('arguments'));
  }
  rules.unique(membersOf(point, 'id'));
}

function checkThemes(point: ManifestNode, rules: ManifestRules): void {
  for (const theme of point.items()) rules.pathInside(theme.get('path'));
  rules.unique(membersOf(point, 'id'));
}

function checkLanguages(point: ManifestNode, rules: ManifestRules): void {
  for (const language of point.items()) {
    rules.pathInside(language.get('path'));
    const tag = language.get('id');
    if (tag.text && !/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/.test(tag.text))
      rules.fault(tag, `is not a language tag: ${tag.text}`, 'Give a BCP 47 tag such as br or pt-BR.');
    else if (tag.text && !languages.some((known) => known === tag.text))
      rules.warn(tag, `is a language that no window speaks: ${tag.text}`, `Give one of ${languages.join(' and ')}; others are not read.`);
  }
}

function checkAuthentication(point: ManifestNode, rules: ManifestRules): void {
  for (const provider of point.items()) {
    const id = provider.get('id');
    if (id.text && !/^[a-z\d][a-z\d.-]{0,63}$/.test(id.text))
      rules.fault(id, `is not an id of a provider: ${id.text}`, 'Use at most 64 lower case letters, digits, dots and dashes.');
  }
  rules.unique(membersOf(point, 'id'));
}

function membersOf(point: ManifestNode, member: string): ManifestNode[] {
  return point
    .items()
    .map((item) => item.get(member))
    .filter(({ exists }) => exists);
}
