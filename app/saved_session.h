// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/bookmark.h"
#include "app/dock_places.h"
#include "core/base/result.h"

namespace ropescope {

/// What a .ropescope file keeps: enough to give back the same picture.
struct SavedSession {
    std::filesystem::path source; ///< trace or model; empty: the built-in model
    std::string prompt;           ///< of a model, with what it has added
    int randomTokens = 0;         ///< > 0: the model reads random tokens instead
    ViewState view;
    std::vector<Bookmark> bookmarks;
    std::string page;             ///< under the map, by its objectName; empty: the first
    std::vector<DockPlace> docks; ///< of the window; empty: as they are
    std::filesystem::path file;   ///< that keeps it; empty: none yet. Not written
};

/// Writes JSON; the source's path is relative to the file where both lie on one disk, so that the
/// two can move together. Errors: Unwritable.
[[nodiscard]] Result<void> saveSession(const SavedSession& session,
                                       const std::filesystem::path& path);

/// Fields that the format has gained since are filled in. The source comes back absolute; whether
/// it is there is not looked at. Errors: NotFound, Unreadable, Malformed, Unsupported (another
/// format or a newer version).
[[nodiscard]] Result<SavedSession> loadSession(const std::filesystem::path& path);

} // namespace ropescope
