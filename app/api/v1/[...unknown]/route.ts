import { anonymous, makeContext } from "@/lib/core/context";
import { originOf } from "@/lib/core/http/origin";
import { refuse, toResponse } from "@/lib/core/http/route";
import { AppError } from "@/lib/shared/errors";

/** Where Next serves the API: the answer at every address that no other file answers. */
const refuseAddress = async (request: Request): Promise<Response> =>
  toResponse(refuse(makeContext(anonymous, originOf(request.headers)), new AppError("not_found"), "api"));

export const GET = refuseAddress;
export const POST = refuseAddress;
export const PUT = refuseAddress;
export const PATCH = refuseAddress;
export const DELETE = refuseAddress;
