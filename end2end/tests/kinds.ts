// The kinds of page there are, found by following links without a browser, so that a new one is held to what all are.
import type { APIRequestContext } from '@playwright/test';

import { codes, expect } from './world';

/** More kinds than the product will have; a bound for a crawl that goes astray. */
const KINDS_LIMIT = 120;

export type Found = {
  kind: string;
  /** As linked from English pages. */
  path: string;
  status: number;
  /** Whether a browser shows it as a page. */
  isPage: boolean;
};

let known: Promise<Found[]> | undefined;

/** One page of each kind; found once in each worker. */
export function kinds(request: APIRequestContext): Promise<Found[]> {
  known ??= crawl(request);
  return known;
}

/** Whether it is no page that only narrows another by a query: that looks as the other does. */
export function isWhole({ kind }: Found): boolean {
  return !kind.includes('?') || /^\/(search|reports)\?/.test(kind);
}

/** The page's address in a language, where it has one. */
export function inLanguage(path: string, lang: string): string {
  return path.replace(/^\/en(?=\/|$)/, `/${lang}`);
}

async function crawl(request: APIRequestContext): Promise<Found[]> {
  const found = new Map<string, Found>();
  // What no link leads to stands here: a search that finds something, and the cards for the pages of others.
  const waiting = ['/en/', ...codes.map((code) => `/en/gifts/${code}`), '/en/search?q=a', `/en/embed/gifts/${codes[0]}`];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path);
    if (found.has(kind)) {
      continue;
    }
    const answer = await request.get(path);
    const headers = answer.headers();
    const isPage = (headers['content-type'] ?? '').startsWith('text/html') && !(headers['content-disposition'] ?? '').startsWith('attachment');
    found.set(kind, { kind, path, status: answer.status(), isPage });
    expect(found.size, 'kinds of page').toBeLessThanOrEqual(KINDS_LIMIT);
    if (isPage) {
      waiting.push(...links(await answer.text(), new URL(answer.url())));
    }
    if (kind === '/funds/*') {
      const fund = path.split('/').at(-1);
      waiting.push(`/en/reports?fund=${fund}&name=Flood`, `/en/embed/funds/${fund}`);
    }
  }
  return [...found.values()];
}

/** Links of a page to its own site, but for those that only change the language. */
function links(html: string, at: URL): string[] {
  return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)]
    .map(([, href]) => new URL((href ?? '').replaceAll('&amp;', '&'), at))
    .filter((url) => url.origin === at.origin && !url.searchParams.has('lang'))
    .map((url) => url.pathname + url.search);
}

/** `/zh/funds/flood/gifts?after=1` to `/funds/{}/gifts?after`: pages of one kind are made by one function. */
function kindOf(path: string): string {
  const url = new URL(path, 'http://any');
  const [first = '', id, ...rest] = url.pathname.replace(/^\/(en|zh)(?=\/|$)/, '').slice(1).split('/');
  const ownNames = ['funds', 'gifts', 'reports', 'embed'].includes(first);
  // A file of the log is another kind than the page beside it: /entries/2.json, /entries/2.
  const file = (part: string) => /\.(json|tlog-proof)$/.exec(part)?.[0] ?? '';
  const parts = [first, ...(id === undefined ? [] : [first === 'embed' ? id : `*${file(id)}`]), ...rest.map((part) => (ownNames && first !== 'embed' ? part : '*'))];
  const query = [...url.searchParams.keys()].sort();
  return `/${parts.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}
