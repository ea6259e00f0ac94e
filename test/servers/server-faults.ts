import type { ServerResponse } from 'node:http';

/** A whole answer, sent at once. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How a server may fail once a request has reached it. */
export type ServerFault =
  /** This status and nothing else. */
  | { readonly kind: 'status'; readonly status: number }
  /** 503 with `Retry-After`. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  /** A page for people where programs expect data, with the status such pages have: often 200. */
  | { readonly kind: 'maintenance-page'; readonly status: 200 | 503 }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** 200 without a body. */
  | { readonly kind: 'empty' }
  /** Bytes that are neither JSON nor text, with the status and type of a good answer. */
  | { readonly kind: 'garbage' }
  /** Spaces without meaning, as many as told, where 200 MB are worth a test. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Reads the request, never answers. */
  | { readonly kind: 'hang' }
  /** Answers one byte at a time, without end. */
  | { readonly kind: 'drip'; readonly intervalMs: number }
  /** Announces more than it sends, then leaves. */
  | { readonly kind: 'truncated' }
  /** Ends the connection with a TCP reset. */
  | { readonly kind: 'reset' };

export const maintenancePage = `<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Maintenance</title></head>
<body><h1>Service momentanément indisponible</h1><p>Une opération de maintenance est en cours.</p></body></html>
`;

const jsonType = { 'content-type': 'application/json' };

export function sendAnswer(answer: Answer, response: ServerResponse): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

/** Fails as told. @param reset ends the request's connection with a TCP reset. */
export function playFault(fault: ServerFault, response: ServerResponse, reset: () => void): void {
  switch (fault.kind) {
    case 'status':
      sendAnswer({ status: fault.status }, response);
      break;
    case 'unavailable':
      sendAnswer({ status: 503, headers: { 'retry-after': String(fault.retryAfterSeconds) } }, response);
      break;
    case 'maintenance-page':
      sendAnswer({ status: fault.status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: maintenancePage }, response);
      break;
    case 'redirect':
      sendAnswer({ status: fault.status ?? 302, headers: { location: fault.location } }, response);
      break;
    case 'empty':
      sendAnswer({ status: 200 }, response);
      break;
    case 'garbage':
      sendAnswer({ status: 200, headers: jsonType, body: Buffer.from([0x7b, 0x00, 0xff, 0xfe, 0x3c, 0x2f, 0x80]) }, response);
      break;
    case 'huge':
      pour(response, fault.bytes);
      break;
    case 'hang':
      break;
    case 'drip':
      drip(response, fault.intervalMs);
      break;
    case 'truncated':
      truncate(response);
      break;
    case 'reset':
      reset();
      break;
  }
}

function drip(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, jsonType);
  const timer = setInterval(() => response.write(' '), intervalMs);
  response.on('close', () => clearInterval(timer));
}

function truncate(response: ServerResponse): void {
  response.writeHead(200, { ...jsonType, 'content-length': 1_000 });
  response.write('{"etat":"autor', () => response.destroy());
}

/** Sends that many bytes as fast as the client takes them, never holding more than a chunk. */
function pour(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(65_536, 0x20);
  let left = bytes;
  const pourOn = () => {
    while (left > 0 && !response.destroyed) {
      const next = chunk.subarray(0, left);
      left -= next.length;
      if (!response.write(next)) return;
    }
    response.end();
  };
  response.writeHead(200, jsonType).on('drain', pourOn);
  pourOn();
}
