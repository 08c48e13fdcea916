// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/check_request.h"

#include <fmt/core.h>

namespace ropescope {

namespace {

Result<void> checkRange(TokenRange range, int tokens, const char* axis)
{
    if (range.begin < 0 || range.end > tokens || range.begin >= range.end) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("The region asks for {} {} to {}, but the head has {} tokens.",
                                axis, range.begin, range.end, tokens));
    }
    return {};
}

} // namespace

Result<void> checkRequest(const MapRequest& request)
{
    if (!request.head)
        return fail(ErrorCode::InvalidArgument, "There is no head to draw.");
    if (request.head->holdsMapOnly()) {
        return fail(ErrorCode::InvalidArgument,
                    "The head holds a finished map and no queries and keys to draw one from.");
    }
    const MapRegion& region = request.region;
    const int tokens = request.head->tokenCount();
    if (auto rows = checkRange(region.rows, tokens, "queries"); !rows)
        return rows;
    if (auto columns = checkRange(region.columns, tokens, "keys"); !columns)
        return columns;
    if (region.width < 1 || region.height < 1) {
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("A map needs at least 1x1 pixels, not {}x{}.", region.width,
                                region.height));
    }
    return {};
}

} // namespace ropescope
