// The web socket to the stand-in: what is told, and what is asked with an answer.
const waiting = new Map();
const MOST_TRIES = 300;
let socket = null, next = 1, tries = 0;

export function connect({ onView, onOpen, onLost }) {
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.onopen = () => { tries = 0; onOpen(); };
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.tell === "view") return onView(told);
    const who = waiting.get(told.n);
    waiting.delete(told.n);
    if (told.tell === "done") who?.resolve(told);
    else who?.reject(new Error(told.why));
  };
  socket.onclose = () => {
    for (const each of waiting.values()) each.reject(new Error("The stand-in has ended."));
    waiting.clear();
    onLost();
    tries += 1;
    if (tries <= MOST_TRIES) setTimeout(() => connect({ onView, onOpen, onLost }), 1000);
  };
}

export function ask(what, details = {}) {
  if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("The stand-in has ended."));
  const n = next++;
  socket.send(JSON.stringify({ do: what, n, ...details }));
  return new Promise((resolve, reject) => waiting.set(n, { resolve, reject }));
}
