import { openHome } from "./home";
import { urlOf } from "./roles";

/** The URL of the database whose server runs on `dataDir`, started by another process. @throws StartError */
export const urlOfRunning = (dataDir: string): string => urlOf(openHome(dataDir));
