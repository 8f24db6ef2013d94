import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { inviteMember } from "./invite-member";
import { joinRoom } from "./join-room";
import { AddMemberInput, Invitation, Room } from "./schemas";

/** Joins the room or, when someone is named, invites them: what `joinRoom` and `inviteMember` do, behind one endpoint. */
export const addMember = defineVerb({
  name: "rooms.addMember",
  access: "member",
  input: AddMemberInput,
  output: z.union([Room, Invitation]),
  async run(ctx, input) {
    const { roomId, userId, username } = input;
    return userId === undefined && username === undefined ? joinRoom(ctx, { roomId }) : inviteMember(ctx, input);
  },
});
