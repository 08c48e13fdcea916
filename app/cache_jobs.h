// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "app/cache_run.h"
#include "app/long_job.h"
#include "widgets/kept_marks.h"
#include "widgets/latest_job.h"
#include "widgets/live_job.h"

namespace ropescope {

/// What map, heads and budgets speak of: a method by its CacheMethod::name(), with a budget.
struct CacheChoice {
    std::string method;
    int budget = 0;
    bool operator==(const CacheChoice&) const = default;
};

/// Shares of layers that the user moves.
struct HandBudgets {
    std::string start;             ///< the method that they began from; its rule chooses entries
    std::vector<int> budgets;      ///< [layers of the prompt]
    std::optional<CacheLoss> loss; ///< of these or, while isPending, of a moment ago
    bool isPending = false;
};

/// The session's part that compresses the cache of the prompt on show. It begins by itself where
/// that takes seconds, once a page wants it; else when it is asked. Of the run without edits.
class CacheJobs : public QObject {
    Q_OBJECT

public:
    explicit CacheJobs(JobList* jobs, QObject* parent = nullptr);

    /// Another source: all that is known is of the one before.
    void setSource(const OpenedSource& source);
    void setHead(HeadId head);
    /// A page that shows it is visible from now on, or no longer.
    void want(bool wanted);
    void run();
    void cancel();

    /// Of the run; ignored where that was not measured. The shares by hand begin again.
    void choose(const CacheChoice& choice);
    /// The shares by hand are those of that method.
    void startHand(const std::string& method);
    /// Brings a layer's budget as near to `wanted` as the others let it; the sum stays.
    void moveBudget(int index, int wanted);
    /// Which keys the shown head keeps under the choice is wanted, or no longer.
    void wantMarks(bool wanted);

    /// Null while nothing is measured.
    [[nodiscard]] const CacheRunPtr& cacheRun() const { return m_run; }
    [[nodiscard]] const CacheChoice& choice() const { return m_choice; }
    [[nodiscard]] const HandBudgets& hand() const { return m_hand; }
    /// Null where none are wanted or known.
    [[nodiscard]] const KeptMarksPtr& marks() const { return m_marks; }
    [[nodiscard]] bool marksWanted() const { return m_marksWanted; }
    [[nodiscard]] const OpenedSource& source() const { return m_source; }
    [[nodiscard]] bool isRunning() const { return m_runJob.isRunning(); }

signals:
    void progressed(double fraction); ///< 0 .. 1 while all methods are measured
    void runChanged();                ///< cacheRun(), isRunning(); and with it all below
    void choiceChanged();
    void handChanged();
    void marksChanged();
    void failed(const QString& sentence);

private:
    void startIfQuick();
    void measureHand();
    void updateMarks();

    JobList* m_jobs;
    OpenedSource m_source;
    HeadId m_head;
    bool m_wanted = false;
    bool m_marksWanted = false;
    CacheRunPtr m_run;
    CacheChoice m_choice;
    HandBudgets m_hand;
    KeptMarksPtr m_marks;

    LongJob<Result<CacheRunPtr>> m_runJob;
    LiveJob<Result<CacheLoss>> m_handJob;
    LatestJob<Result<KeptMarks>> m_marksJob;
};

} // namespace ropescope
