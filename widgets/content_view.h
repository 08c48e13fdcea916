// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QWidget>

#include "core/theory/content_comparison.h"
#include "widgets/theme.h"

class QLabel;
class QPushButton;

namespace ropescope {

class BusyBar;
class ContentGrid;

/// Content or position? The pattern of each head on the text on show beside the one that it has on
/// random tokens: what stays needs no content.
class ContentView : public QWidget {
    Q_OBJECT

public:
    explicit ContentView(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// A sentence why there is nothing to compare; empty: it can be asked for. Drops the
    /// comparison.
    void setReason(const QString& reason);
    void setComparison(const ContentComparison& comparison);
    /// 0 .. 1 while it is computed, below 0 when not known, nothing afterwards.
    void setBusy(std::optional<double> progress);

    [[nodiscard]] QString reading() const;

signals:
    void runRequested();
    void cancelRequested();
    void headPicked(ropescope::HeadId id);

private:
    QString m_reason;
    QLabel* m_reading;
    QLabel* m_ranks;
    QLabel* m_key;
    ContentGrid* m_grid;
    QPushButton* m_run;
    BusyBar* m_progress;
};

} // namespace ropescope
