import { Hash, Lock } from "lucide-react";

/** The sign of a room that has no face: open to all, or by invitation. */
export const roomIcons = { public: Hash, private: Lock };
