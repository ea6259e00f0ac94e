import * as pluginApi from 'boule-bleue';
import { expect, test } from 'vitest';
import type { ServiceToken } from '../service-token.ts';
import { createGuestProviders } from './guest/guest-services.ts';
import { serviceBindings } from './host/service-methods.ts';

const services = (Object.values(pluginApi) as Partial<ServiceToken<unknown>>[]).filter(({ serviceId }) => serviceId !== undefined);
const guests = createGuestProviders({} as never, () => ({}));

test.each(services)('$name has both ends for plugins in processes of their own', (service) => {
  expect(guests.some(({ token }) => token === service)).toBe(true);
  expect(serviceBindings.some(({ token }) => token === service)).toBe(true);
});
