/** The forms of what stands in a record. Writing and reading hold to the same ones, so what is kept can always be read again. */
export const forms = {
  word: /^[a-z][a-z0-9-]{0,39}$/,
  stageName: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  systemCode: /^(?:HTTP \d{3}|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/,
  ipAddress: /^[0-9a-fA-F:.]{2,45}(?:%[\w.-]{1,32})?$/,
  hostName: /^[A-Za-z0-9*._:[\]-]{1,255}$/,
  scheme: /^[A-Za-z][A-Za-z0-9-]{0,31}$/,
  tlsVersion: /^(?:TLS|SSL)v[0-9.]{1,5}$/,
  cipher: /^[A-Za-z0-9_-]{1,64}$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/,
  fingerprint: /^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/,
  version: /^[A-Za-z0-9][A-Za-z0-9.+_-]{0,39}$/,
  variable: /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
  messageKey: /^[A-Za-z][A-Za-z0-9.-]{0,99}$/,
} as const;

export const limits = {
  text: 300,
  address: 2048,
  stages: 24,
  notes: 12,
  attempts: 24,
  proxies: 8,
  schemes: 10,
  certificates: 10,
  names: 50,
  questions: 8,
} as const;
