// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>

#include <QWidget>

#include "widgets/theme.h"
#include "widgets/theory_content.h"

namespace ropescope {

/// One pattern's evidence as a bar from 0 to 1, with its threshold as a tick to drag.
///
/// Keys: Left/Right move the threshold by 0.01, Page Up/Down by 0.1, Home and a double click bring
/// the standard one back, Escape abandons a drag.
class EvidenceBar : public QWidget {
    Q_OBJECT

public:
    explicit EvidenceBar(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Emits nothing; a drag that is under way goes on.
    void setContent(const EvidenceContent& content);

    [[nodiscard]] const EvidenceContent& content() const { return m_content; }
    [[nodiscard]] double threshold() const { return m_content.threshold; }
    /// Pixel of a value from 0 to 1, for tests.
    [[nodiscard]] double xOf(double value) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void thresholdEdited(double threshold);    ///< live
    void thresholdCommitted(double threshold); ///< once per gesture

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF groove() const;
    [[nodiscard]] QString readout() const;
    [[nodiscard]] double thresholdAt(double x) const;
    void edit(double threshold);
    void describe();

    Theme m_theme = Theme::darkTheme();
    EvidenceContent m_content;
    std::optional<double> m_beforeDrag;
};

} // namespace ropescope
