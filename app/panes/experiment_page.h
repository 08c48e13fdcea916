// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>

#include "app/long_job.h"
#include "app/panes/session_page.h"
#include "app/session.h"
#include "core/theory/relocation_experiment.h"

namespace ropescope {

class ExperimentView;

/// The relocation experiment on the shown head or on all heads of the unedited run.
class ExperimentPage : public SessionPage {
    Q_OBJECT

public:
    explicit ExperimentPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;
    /// The table that is shown, as `experiment` writes it.
    [[nodiscard]] Result<void> exportTo(const std::filesystem::path& file) const;

private:
    void showSource();
    void showHead();
    void run(const RelocationPlan& plan, bool allHeads);
    void cancel();
    void exportTable();
    void showEdit(HeadId id, const Relocation& row);

    Session* m_session;
    ExperimentView* m_view;
    LongJob<Result<std::vector<HeadRelocations>>> m_job;
};

} // namespace ropescope
