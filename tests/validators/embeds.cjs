// Discord messages on standard input, as a JSON list -> what discord.js has against each, as a JSON list.
const { EmbedBuilder, embedLength } = require("@discordjs/builders");

const faults = ({ content, embeds }) => {
  try {
    for (const embed of embeds) {
      const built = new EmbedBuilder()
        .setTitle(embed.title)
        .setDescription(embed.description || null)
        .setColor(embed.color)
        .setURL(embed.url ?? null)
        .setTimestamp(new Date(embed.timestamp));
      if (embedLength(built.toJSON()) > 6000) return [`an embed of ${embedLength(built.toJSON())} characters`];
    }
    return [...content].length > 2000 ? ["a content of over 2,000 characters"] : [];
  } catch (error) {
    return [`${error.message}: ${JSON.stringify(error.errors ?? null)}`];
  }
};

process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(faults)));
