import { anonymous, makeContext } from "@/lib/core/context";
import { originOf } from "@/lib/core/http/origin";
import { refuse, toResponse } from "@/lib/core/http/route";
import { AppError } from "@/lib/shared/errors";

/** Where Next serves the API: the answer at every URL that no other file answers. */
const refusePath = async (request: Request): Promise<Response> =>
  toResponse(refuse(makeContext(anonymous, originOf(request.headers)), new AppError("not_found"), "api"));

export const GET = refusePath;
export const POST = refusePath;
export const PUT = refusePath;
export const PATCH = refusePath;
export const DELETE = refusePath;
