// Lets this browser in, hears what is new, and says when the page is closed.

import { isSending, startSending } from "./sending.js";
import { showOffered } from "./taking.js";
import { find, say } from "./words.js";

const PAUSE = 2000;
const GIVE_UP = 60_000;
const SOON = 60;

let revision = "";
let touched = false;
let closesAt = Infinity;
let heardAt = Date.now();
let waiting = new AbortController();

const isOpen = () => document.body.dataset.state === "open";

function become(state) {
  document.body.dataset.state = state;
}

function close(why) {
  find("#why").textContent = say(why);
  find("#lost").hidden = true;
  become("closed");
  find("[data-when=closed] h2").focus();
}

async function enter() {
  const answer = await fetch("claim", { method: "POST" });
  become(answer.ok ? "open" : "used");
  if (answer.ok) listen();
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function ask() {
  waiting = new AbortController();
  const query = new URLSearchParams({ revision });
  if (touched) query.set("touched", "");
  touched = false;
  const answer = await fetch(`news?${query}`, { signal: waiting.signal });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function hear(news) {
  revision = news.revision;
  heardAt = Date.now();
  closesAt = heardAt + news.secondsLeft * 1000;
  find("#lost").hidden = true;
  showOffered(news.offered);
  if (news.closed) close(news.closed);
}

async function miss() {
  if (Date.now() > closesAt) return close("idle");
  if (Date.now() > heardAt + GIVE_UP) return close("gone");
  find("#lost").textContent = say("lost");
  find("#lost").hidden = false;
  await wait(PAUSE);
}

async function listen() {
  while (isOpen()) {
    try {
      hear(await ask());
    } catch (error) {
      if (error.name !== "AbortError") await miss();
    }
  }
}

// Sending keeps the page open by itself; this only counts while nothing is on its way.
function countDown() {
  const seconds = Math.ceil((closesAt - Date.now()) / 1000);
  const soon = find("#soon");
  soon.hidden = seconds > SOON || seconds < 0 || isSending();
  if (!soon.hidden) soon.textContent = say("soon", { seconds });
}

function stay() {
  touched = true;
  if (find("#soon").hidden) return;
  revision = "";
  waiting.abort();
}

async function finish() {
  const answer = await fetch("done", { method: "POST" }).catch(() => null);
  if (answer?.ok) close("done");
}

function holdDone() {
  find("#done").disabled = isSending();
  find("#waiting").hidden = !isSending();
  find("#waiting").textContent = isSending() ? say("still_sending") : "";
}

function enterAgain() {
  enter().catch(async () => {
    await wait(PAUSE);
    enterAgain();
  });
}

startSending(holdDone);
find("#done").addEventListener("click", finish);
for (const use of ["pointerdown", "keydown", "scroll"])
  addEventListener(use, stay, { passive: true });
addEventListener("beforeunload", (event) => isSending() && event.preventDefault());
setInterval(() => isOpen() && countDown(), 1000);
enterAgain();
