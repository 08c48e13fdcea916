// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <memory>

#include <QDialog>
#include <QTimer>

#include "app/figure/figure_engine.h"
#include "widgets/free_threads.h"
#include "widgets/latest_job.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace ropescope {

/// A film of the shown head while its base, or the slot of one pair, sweeps: what
/// `ropescope animate` writes.
class AnimationDialog : public QDialog {
    Q_OBJECT

public:
    /// request: what the window shows, as sessionFigure() gives it. pairs: of the head; 0 where
    /// nothing rotates. pair: to begin with.
    AnimationDialog(FigureRequest request, FigureSource source,
                    std::shared_ptr<FigureEngine> engine, int pairs, int pair,
                    QWidget* parent = nullptr);
    ~AnimationDialog() override;

    [[nodiscard]] AnimationRequest chosenAnimation() const;
    /// Closes the dialog when it is done.
    void exportTo(const QString& path);

signals:
    void exported(const QString& path);

private:
    void showKind();
    void showEnd();
    void askAndExport();
    void cancel();

    FigureRequest m_request;
    FigureSource m_source;
    std::shared_ptr<FigureEngine> m_engine;
    int m_pairs;

    QComboBox* m_kind;
    QSpinBox* m_pair;
    QDoubleSpinBox* m_from;
    QDoubleSpinBox* m_to;
    QSpinBox* m_frames;
    QDoubleSpinBox* m_rate;
    QDoubleSpinBox* m_width;
    QLabel* m_message;
    QProgressBar* m_progress;
    QPushButton* m_export = nullptr;

    std::shared_ptr<std::atomic<double>> m_fraction; ///< of the film under way, by its thread
    QTimer m_look;                                   ///< at that fraction
    // A frame under way may not see for a second that nobody wants it: closing does not wait.
    LatestJob<Result<void>> m_job { freeThreads(), AtEnd::LetGo };
};

} // namespace ropescope
