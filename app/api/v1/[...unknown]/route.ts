import { anonymous, makeContext } from "@/lib/core/http/context";
import { originOf } from "@/lib/core/http/origin";
import { refuse, toResponse } from "@/lib/core/http/route";
import { AppError } from "@/lib/shared/errors";

/** Where Next serves the API: the answer at every address that no other file answers. */
const refuseAddress = async (request: Request): Promise<Response> =>
  toResponse(refuse(makeContext(anonymous, originOf(request.headers)), new AppError("not_found"), "api"));

export {
  refuseAddress as DELETE,
  refuseAddress as GET,
  refuseAddress as PATCH,
  refuseAddress as POST,
  refuseAddress as PUT,
};
