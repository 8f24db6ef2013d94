/** What watches are called for people, by the names that the server uses. */
export const words = {
  limits: { scraper: { name: "Watches", counts: "started, stopped or run" } },
  uses: { watches: { name: "Watches", used: "Used watches" } },
  notifications: { listing: { name: "New listings", text: "A watch of yours found something." } },
};
