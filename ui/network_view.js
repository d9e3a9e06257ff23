// Draw what Python sends with vis-network; mouse and keyboard pick a node or a tie; zoom and selection outlive a rerun.
const pictures = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".picture");
  host.setAttribute("aria-label", data.label);
  host.style.height = `${data.height}px`;
  let known = pictures.get(host);
  if (!known) pictures.set(host, (known = { ready: start(host, parentElement, data.library) }));
  known.pick = (id) => setStateValue("picked", id);
  known.ready.then((picture) => refresh(picture, data, known));
}

async function start(host, root, library) {
  const data = { said: root.querySelector(".said"), at: -1 };
  if (!window.vis) await import(new URL(library, document.baseURI).href);
  data.nodes = new window.vis.DataSet();
  data.edges = new window.vis.DataSet();
  data.host = host;
  data.root = root;
  return data;
}

function refresh(picture, sent, known) {
  const style = getComputedStyle(picture.host);
  const font = { color: style.color, face: style.fontFamily, strokeWidth: 4, strokeColor: style.backgroundColor };
  const line = { color: style.color, opacity: sent.edges.length > 100 ? 0.2 : 0.45, highlight: style.color };
  picture.order = sent.order;
  change(picture.nodes, sent.nodes.map((node) => ({ ...node, font: { ...sent.options.nodes.font, ...font } })));
  change(picture.edges, sent.edges.map((edge) => ({ ...edge, color: line, font: { size: 13, ...font } })));
  if (picture.network) return seek(picture, sent.sought);
  picture.network = new window.vis.Network(picture.host, { nodes: picture.nodes, edges: picture.edges }, sent.options);
  picture.network.fit({ animation: false });
  picture.network.on("click", (event) => {
    const id = event.nodes[0] ?? event.edges[0];
    if (id !== undefined) pick(picture, known, picture.order.findIndex((item) => item.id === id));
  });
  picture.host.addEventListener("keydown", (event) => keys(picture, known, event));
  for (const button of picture.root.querySelectorAll("button")) button.onclick = () => zoom(picture, button.dataset.do);
  picture.host.dataset.ready = "true";
  picture.host.where = (id) => picture.network.canvasToDOM(picture.network.getPosition(id)); // for tests
  seek(picture, sent.sought);
}

function seek(picture, id) {
  if (!id || id === picture.sought) return;
  picture.sought = id;
  move(picture, picture.order.findIndex((item) => item.id === id));
  picture.network.focus(id, { scale: 1, animation: false });
}

function change(set, items) {
  const wanted = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items.filter((item) => JSON.stringify(item) !== JSON.stringify(set.get(item.id))));
}

function keys(picture, known, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    const count = picture.order.length;
    move(picture, picture.at < 0 && step < 0 ? count - 1 : (picture.at + step + count) % count);
  } else if (event.key === "Enter" && picture.at >= 0) pick(picture, known, picture.at);
  else if (event.key === "Escape") picture.host.blur();
  else return;
  event.preventDefault();
}

function move(picture, at) {
  const item = picture.order[at];
  picture.at = at;
  if (item.node) picture.network.setSelection({ nodes: [item.id], edges: [] }, { highlightEdges: false });
  else picture.network.setSelection({ nodes: [], edges: [item.id] });
  picture.said.textContent = item.say;
}

function pick(picture, known, at) {
  if (at < 0) return;
  move(picture, at);
  picture.said.textContent = `Selected: ${picture.order[at].say}`;
  known.pick(picture.order[at].id);
}

function zoom(picture, what) {
  if (what === "fit") return picture.network.fit({ animation: false });
  const scale = picture.network.getScale() * (what === "in" ? 1.3 : 1 / 1.3);
  picture.network.moveTo({ scale: Math.min(4, Math.max(0.1, scale)) });
}
