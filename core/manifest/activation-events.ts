import type { Manifest } from './manifest.ts';

/** The events at which a plugin is needed because of what it contributes and taps, without its manifest saying so. */
export function implicitActivationEvents({ contributes, permissions }: Manifest): readonly string[] {
  return [
    ...contributes.commands.map(({ command }) => `onCommand:${command}`),
    ...contributes.panels.map(({ id }) => `onPanel:${id}`),
    ...contributes.authentication.map(({ id }) => `onAuthenticationRequest:${id}`),
    ...(permissions.hooks ?? []).map((hook) => `onHook:${hook}`),
  ];
}
