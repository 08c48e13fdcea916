// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTextBrowser>

namespace ropescope {

/// Markdown with formulas to read, in the widget's font and as high as its text. Links to the web
/// open in the user's browser; pictures are left out.
class FormulaBrowser : public QTextBrowser {
    Q_OBJECT

public:
    explicit FormulaBrowser(const QString& objectName, QWidget* parent = nullptr);

    void setContent(const QString& markdown);

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void render();
    void renderAnew();

    QString m_markdown;
    int m_pixels = 0; ///< size of the font of the last rendering
};

} // namespace ropescope
