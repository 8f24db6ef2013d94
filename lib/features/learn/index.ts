export { learn } from "./feature";
