// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <vector>

#include <QDialog>

#include "app/session.h"
#include "core/theory/pattern_examples.h"
#include "widgets/theme.h"

class QLabel;

namespace ropescope {

class HeadTiles;

/// The best examples of each pattern among the heads of the run on show, by the thresholds of the
/// view; a click shows that head in the window.
class PatternGallery : public QDialog {
    Q_OBJECT

public:
    PatternGallery(Session* session, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);

private:
    struct Row {
        QLabel* mark = nullptr;
        HeadTiles* tiles = nullptr;
        QLabel* message = nullptr;
    };

    [[nodiscard]] QWidget* makeRow(Pattern pattern);
    void refresh();
    void fill(Pattern pattern, const std::vector<PatternExample>& examples);

    Session* m_session;
    std::array<Row, 5> m_rows;   ///< in the order of Pattern
    std::vector<HeadId> m_drawn; ///< what was asked for last
    std::shared_ptr<const TraceTheory> m_drawnOf;
};

} // namespace ropescope
