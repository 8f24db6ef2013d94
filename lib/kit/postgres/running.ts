import { openHome } from "./home";
import { urlOf } from "./roles";

/** The address of the database whose server runs on `dataDir`, started by another process. @throws StartError */
export const addressOfRunning = (dataDir: string): string => urlOf(openHome(dataDir));
