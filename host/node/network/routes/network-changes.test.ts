import type { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventEmitter } from '../../../../core/event.ts';
import { lookEveryMs, NetworkChanges } from './network-changes.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

const ethernet = (address: string, internal = false) =>
  ({ eth0: [{ address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null }] }) as Interfaces;

let interfaces: Interfaces;
let routes: EventEmitter<void>;
let clockAheadMs: number;
let changes: NetworkChanges;
let told: number;
const listen = () => changes.onDidChange(() => (told += 1));
const afterLooks = (count: number) => vi.advanceTimersByTime(count * lookEveryMs + 1_000);

beforeEach(() => {
  vi.useFakeTimers();
  interfaces = ethernet('10.0.0.1');
  routes = new EventEmitter();
  [clockAheadMs, told] = [0, 0];
  changes = new NetworkChanges(routes.event, { interfaces: () => interfaces, now: () => Date.now() + clockAheadMs });
});

afterEach(() => vi.useRealTimers());

test('nothing is told where nothing changes', () => {
  listen();
  afterLooks(20);
  expect(told).toBe(0);
});

test('the cable is pulled, and put in again', () => {
  listen();
  interfaces = {};
  afterLooks(1);
  expect(told).toBe(1);
  interfaces = ethernet('10.0.0.1');
  afterLooks(1);
  expect(told).toBe(2);
});

test('what this workstation says to itself is no change', () => {
  listen();
  interfaces = { ...interfaces, lo: ethernet('127.0.0.2', true).eth0 };
  afterLooks(2);
  expect(told).toBe(0);
});

test('the order of the interfaces is no change', () => {
  interfaces = { ...ethernet('10.0.0.1'), wlan0: ethernet('10.0.0.2').eth0 };
  listen();
  interfaces = Object.fromEntries(Object.entries(interfaces).reverse());
  afterLooks(2);
  expect(told).toBe(0);
});

test('a look that comes far too late followed a sleep', () => {
  listen();
  clockAheadMs = 3_600_000;
  afterLooks(1);
  expect(told).toBe(1);
  afterLooks(5);
  expect(told).toBe(1);
});

test('the system’s settings became others', () => {
  listen();
  routes.fire();
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
});

test('what comes within a second is told once, and every listener is told', () => {
  listen();
  listen();
  for (let step = 0; step < 20; step += 1) {
    routes.fire();
    vi.advanceTimersByTime(100);
  }
  expect(told).toBe(4);
});

test('nobody looks while nobody listens', () => {
  const look = vi.fn(() => interfaces);
  changes = new NetworkChanges(routes.event, { interfaces: look });
  afterLooks(2);
  expect(look).not.toHaveBeenCalled();
  const [first, second] = [listen(), listen()];
  first.dispose();
  routes.fire();
  second.dispose();
  second.dispose();
  afterLooks(2);
  expect([told, vi.getTimerCount(), routes.listenerCount]).toEqual([0, 0, 0]);
  listen();
  interfaces = {};
  afterLooks(1);
  expect(told).toBe(1);
});
