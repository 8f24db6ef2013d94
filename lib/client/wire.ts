/** Placeholder until the schemas of the features exist. */
export type Message = {
  id: string;
  roomId: string;
  seq: number;
  rev: number;
  author: { id: string; username: string; displayName: string } | null;
  clientId: string;
  body: string;
  replyTo: number | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
};
