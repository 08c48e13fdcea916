// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/option_reader.h"

namespace ropescope {

/// A file as the command line names it.
struct NamedFile {
    std::string name; ///< the option, "--output", or the argument, "T.h5"
    std::string path; ///< empty: it was not given
};

/// The file that an option says to write, which must end in one of these, in either case.
[[nodiscard]] std::string requiredOutput(OptionReader& reader, const char* option,
                                         std::initializer_list<std::string_view> endings);
/// Likewise of an option that may be left out; empty then.
[[nodiscard]] std::string optionalOutput(OptionReader& reader, const char* option,
                                         std::initializer_list<std::string_view> endings);

/// Before any work. Exit code 2 for a file that would be written over one that is read, or over
/// another that is written, by whatever names and links; 1 for one that cannot be written at all.
[[nodiscard]] CommandResult<void> checkOutputs(const std::vector<NamedFile>& outputs,
                                               const std::vector<NamedFile>& inputs);

} // namespace ropescope
