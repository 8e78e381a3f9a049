// Adaptive Cards on standard input, as a JSON list -> what Microsoft's own library has against each, as a JSON list.
const { AdaptiveCard, SerializationContext, Version } = require("adaptivecards/dist/adaptivecards.js");

// What the library does not know it drops: a card is right when it comes out as it went in.
const ours = ({ msteams, ...card }) => card; // Teams' own key, unknown to the library

const sorted = (value) =>
  Array.isArray(value) ? value.map(sorted)
  : value && typeof value === "object"
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
    : value;

const faults = (json) => {
  const card = new AdaptiveCard();
  const context = new SerializationContext(Version.parse(json.version, new SerializationContext()));
  card.parse(json, context);
  const found = Array.from({ length: context.eventCount }, (_, place) => context.getEventAt(place).message);
  found.push(...card.validateProperties().validationEvents.map((event) => event.message));
  const [before, after] = [ours(json), card.toJSON()].map((each) => JSON.stringify(sorted(each)));
  if (before !== after) found.push(`it makes this of it: ${after}`);
  return found;
};

process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(faults)));
