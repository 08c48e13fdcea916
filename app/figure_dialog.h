// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <optional>

#include <QDialog>
#include <QTimer>

#include "app/figure/figure_engine.h"
#include "widgets/free_threads.h"
#include "widgets/latest_job.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ropescope {

class FigureStyleForm;
class PicturePreview;

/// Options of a figure beside a preview that follows them. Exporting writes what
/// `ropescope render` would write; options are remembered.
class FigureDialog : public QDialog {
    Q_OBJECT

public:
    /// request: what the window shows, as sessionFigure() gives it.
    FigureDialog(FigureRequest request, FigureSource source, std::shared_ptr<FigureEngine> engine,
                 QWidget* parent = nullptr);
    ~FigureDialog() override;

    /// The figure as chosen, without files; nothing, and a sentence below the options, while what
    /// is written there names no heads.
    [[nodiscard]] std::optional<FigureRequest> chosenFigure();
    /// Writes the figure there, with data and caption beside it where they are wanted; closes the
    /// dialog when it is done.
    void exportTo(const QString& path);

signals:
    void previewed(); ///< the preview shows what is chosen
    void exported(const QString& path);

private:
    enum class Panels { ThisHead, WithOriginal, WithDifference, Heads, Scores };

    [[nodiscard]] QWidget* makeContent();
    [[nodiscard]] QWidget* makeFiles();
    void remember();
    void recall();
    void refresh();
    void drawPreview();
    void askAndExport();
    void say(const QString& sentence);
    [[nodiscard]] Panels panels() const;

    FigureRequest m_request;
    FigureSource m_source;
    std::shared_ptr<FigureEngine> m_engine;

    QComboBox* m_panels = nullptr;
    QLineEdit* m_heads = nullptr;
    QComboBox* m_score = nullptr;
    QComboBox* m_note = nullptr;
    QCheckBox* m_sharedRange = nullptr;
    FigureStyleForm* m_style = nullptr;
    QComboBox* m_data = nullptr;
    QCheckBox* m_caption = nullptr;
    QLabel* m_message = nullptr;
    PicturePreview* m_preview = nullptr;
    QPushButton* m_export = nullptr;

    QTimer m_pause; ///< a choice that is still changing is not worth a figure
    // A figure under way may not see for a second that nobody wants it: closing does not wait.
    LatestJob<Result<QImage>> m_previewJob { freeThreads(), AtEnd::LetGo };
    LatestJob<Result<void>> m_exportJob { freeThreads(), AtEnd::LetGo };
};

/// "3:5, 4:1" as heads; nothing where it is none, and for an empty text.
[[nodiscard]] std::optional<std::vector<HeadId>> headsFromText(const QString& text);

} // namespace ropescope
