{% load i18n %}{% get_current_language as language %}/* Lets the page of a roll, also a learning point's and that of a half-day, and the page to sign in open again without a network, on the device and for the person who had
   them open. With a network it only looks on. What is kept is of one person: it goes when somebody else signs in or
   when one signs out, and after seven days. */
"use strict";

const NAME = "attendance.{{ version }}";
const BASE = "{{ base|escapejs }}";
const STATIC = new URL("{{ static_prefix|escapejs }}", self.location.href);
const PAGES = /^(enter\/|rolls\/[0-9a-f-]{36}\/(point\/)?|classes\/[0-9a-f-]{36}\/days\/[-0-9]{10}\/[a-z]+\/)$/;
const SCAN = /^s\/[A-Za-z0-9]{1,16}\/[-a-z0-9]{1,40}\/$/;
const FIXED = /\.[0-9a-f]{8,}\.[a-z0-9]+$/;
const OWNER = BASE + "worker-owner";
const OLDEST = 7 * 24 * 3600 * 1000;
const seen = new Map();

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const others = (name) => name.startsWith("attendance.") && name !== NAME;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(others).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

function isPage(url) {
  return url.origin === self.location.origin && url.pathname.startsWith(BASE) && PAGES.test(url.pathname.slice(BASE.length));
}

function isScan(url) {
  return url.origin === self.location.origin && url.pathname.startsWith(BASE) && SCAN.test(url.pathname.slice(BASE.length));
}

function isPart(url) {
  return url.origin === STATIC.origin && url.pathname.startsWith(STATIC.pathname);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET") {
    return;
  }
  if (event.request.mode === "navigate" && isPage(url)) {
    event.respondWith(page(event.request));
  } else if (event.request.mode === "navigate" && isScan(url)) {
    /* A code that the phone's own camera opened: the page to sign in notes it. */
    event.respondWith(fetch(event.request).catch(() => keptPage(BASE + "enter/")));
  } else if (isPart(url)) {
    event.respondWith(part(event.request, url));
  }
});

/* A part whose name is made from its bytes never changes; another one is asked for first. */
function part(request, url) {
  const kept = () => caches.match(request, { ignoreVary: true });
  if (FIXED.test(url.pathname)) {
    return kept().then((found) => found || fetch(request));
  }
  return fetch(request).catch(() => kept().then((found) => found || Response.error()));
}

/* The network's answer; without a network what was kept. Whom the server no longer lets in loses what was kept. */
function page(request) {
  return fetch(request)
    .then((answer) => {
      if (answer.ok && !answer.redirected && answer.type === "basic") {
        seen.clear();
        seen.set(request.url.split("#")[0], answer.clone());
        return answer;
      }
      if (answer.status >= 500) {
        return answer;
      }
      const gone = answer.status === 0 || answer.redirected ? caches.delete(NAME) : forget(request);
      return gone.then(() => answer);
    })
    .catch(() => keptPage(request));
}

function forget(request) {
  return caches.open(NAME).then((cache) => cache.delete(request, { ignoreVary: true }));
}

function keptPage(request) {
  return caches
    .open(NAME)
    .then((cache) => cache.match(request, { ignoreVary: true }))
    .then((kept) => (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < OLDEST ? kept : nothing()));
}

function nothing() {
  return new Response(
    '<!doctype html><html lang="{{ language|escapejs }}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ title|escapejs }}</title><link rel="stylesheet" href="{{ style|escapejs }}"><main class="site-main"><div class="wrap"><h1>{{ title|escapejs }}</h1><p>{{ said|escapejs }}</p></div></main></html>',
    { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } }
  );
}

/* A page says whose it is and what it is made of. Only then is it kept. */
self.addEventListener("message", (event) => {
  const told = event.data || {};
  if (told.keep && isPage(new URL(told.keep))) {
    event.waitUntil(keep(told).then(() => event.source && event.source.postMessage({ kept: told.keep })));
  }
});

async function keep(told) {
  let cache = await caches.open(NAME);
  const owner = await cache.match(OWNER);
  if (owner && (await owner.text()) !== told.person) {
    await caches.delete(NAME);
    cache = await caches.open(NAME);
  }
  await cache.put(OWNER, new Response(told.person));
  const answer = seen.get(told.keep) || (await fetch(told.keep, { credentials: "same-origin", cache: "no-store" }));
  seen.delete(told.keep);
  if (!answer.ok || answer.redirected) {
    return;
  }
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  await cache.put(told.keep, new Response(await answer.blob(), { status: 200, headers: headers }));
  const parts = told.parts.filter((part) => isPart(new URL(part)));
  await Promise.all(
    parts.map(async (part) => (await cache.match(part, { ignoreVary: true })) || cache.add(part).catch(() => null))
  );
}
