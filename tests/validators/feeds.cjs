// Feeds as feedsmith reads them: a list of texts comes in, a list of what it makes of each goes out.
const { parseFeed, parseOpml, generateOpml } = require("feedsmith");

const content = { rss: "items", atom: "entries", json: "items" };
const made = JSON.parse(require("node:fs").readFileSync(0, "utf8")).map((text) => {
  if (text.includes("<opml")) return { format: "opml", ...parseOpml(text) };
  const { format, feed } = parseFeed(text);
  return { format, title: feed.title?.value ?? feed.title, entries: feed[content[format]], feed };
});
process.stdout.write(JSON.stringify(made));
