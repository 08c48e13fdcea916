// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>

#include "app/long_job.h"
#include "app/open_source.h"
#include "app/prune_chart.h"
#include "app/report/prune_report.h"
#include "core/prune/prune_order.h"
#include "widgets/rest_timer.h"

namespace ropescope {

/// The session's part that takes layers and heads out of the model on show and measures the
/// perplexity of the prompt. Both importance and perplexity are of that prompt. What was measured
/// once is kept, so another beta costs only what its order does differently.
class PruneJobs : public QObject {
    Q_OBJECT

public:
    explicit PruneJobs(JobList* jobs, QObject* parent = nullptr);

    void setSource(const OpenedSource& source);
    /// The page is visible from now on, or no longer; it begins by itself where that takes seconds.
    void want(bool wanted);
    void run();
    void cancel();
    void setPart(PrunedPart part);
    /// The orders follow at once, curves once the dial rests.
    void setBeta(double beta);

    [[nodiscard]] PrunedPart part() const { return m_part; }
    [[nodiscard]] double beta() const { return m_beta; }
    /// Null while it is not known.
    [[nodiscard]] const std::shared_ptr<const LayerImportance>& importance() const
    {
        return m_importance;
    }
    /// TAPPA's with beta(), nothing while importance is not known.
    [[nodiscard]] std::optional<TappaOrder> order() const;
    /// What is measured of the part on show; nothing before.
    [[nodiscard]] const std::optional<PrunedText>& text() const { return m_text; }
    /// Nothing of the part and beta on show is missing in text().
    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    [[nodiscard]] const OpenedSource& source() const { return m_source; }
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }
    [[nodiscard]] bool isBusy() const { return isRunning() || m_rest.isRunning(); }

signals:
    void progressed(double fraction);
    void orderChanged(); ///< order()
    void changed();      ///< text(), isRunning()
    void failed(const QString& sentence);

private:
    /// What a job found out.
    struct Found {
        std::shared_ptr<const LayerImportance> importance;
        std::map<Removal, Perplexity> measured;
    };
    void startIfQuick();
    [[nodiscard]] RemovalPlan plan() const;
    /// Puts text() together from what is known; false where something is missing.
    bool assemble();

    JobList* m_jobs;
    OpenedSource m_source;
    bool m_wanted = false;
    PrunedPart m_part = PrunedPart::Layers;
    double m_beta;
    std::shared_ptr<const LayerImportance> m_importance;
    std::map<Removal, Perplexity> m_measured;
    std::optional<PrunedText> m_text;
    bool m_isWhole = false;
    RestTimer m_rest; ///< a dial that is turning is not worth a run
    LongJob<Result<Found>> m_job;
};

/// Why nothing can be taken out of what is on show; empty: it can.
[[nodiscard]] QString noPruneReason(const OpenedSource& source);

} // namespace ropescope
