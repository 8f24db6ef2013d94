export { watches } from "./feature";
