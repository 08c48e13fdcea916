// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

#include "app/view_state.h"

class QButtonGroup;
class QComboBox;
class QToolButton;

namespace ropescope {

/// The row above the map: what is shown, on which scale, in which colours, edited or not.
class ViewBar : public QWidget {
    Q_OBJECT

public:
    explicit ViewBar(QWidget* parent = nullptr);

    /// Emits nothing. pairCount: 0 hides the channel pair's contribution.
    void setView(const ViewState& view, int pairCount);
    /// What stands in the place of the original; empty: the unedited head.
    void setReference(const QString& name);

signals:
    /// One finished choice: head and edit are those of setView.
    void viewChosen(const ropescope::ViewState& view);
    void fitRequested();
    void exportRequested();

private:
    [[nodiscard]] QToolButton* makeLayoutButton(const QString& name, const QString& text,
                                                const QString& tip, CompareLayout layout);
    void choose(void (*change)(ViewState&, int), int value);
    QWidget* makeSegments(const QStringList& labels, const QStringList& tips,
                          void (*change)(ViewState&, int), QButtonGroup*& group,
                          const QString& name);

    ViewState m_view;
    QComboBox* m_quantity = nullptr;
    QButtonGroup* m_scale = nullptr;
    QComboBox* m_colours = nullptr;
    QToolButton* m_sink = nullptr;
    QButtonGroup* m_comparison = nullptr;
    QToolButton* m_split = nullptr;
    QToolButton* m_flicker = nullptr;
};

} // namespace ropescope
