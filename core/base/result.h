// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace ropescope {

enum class ErrorCode {
    InvalidArgument, ///< a value that the caller gave is out of range
    NotFound,        ///< a file, dataset, tensor, layer or head is not there
    Unreadable,      ///< the operating system or a library could not read
    Unwritable,      ///< the operating system or a library could not write
    Malformed,       ///< the content breaks its format
    Unsupported,     ///< well-formed, but nothing that RoPEScope handles
    OutOfMemory,     ///< more is needed than the machine has free
    Cancelled,       ///< a stop was requested
    DeviceFailure,   ///< the graphics device gave up
};

/// A sentence for people: it names the thing, what was expected and what was found.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string message;
};

template <class T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return tl::unexpected<Error>(Error { code, std::move(message) });
}

[[nodiscard]] inline tl::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, "Cancelled.");
}

} // namespace ropescope
