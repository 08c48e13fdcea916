// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/long_job.h"
#include "app/panes/session_page.h"
#include "app/session.h"
#include "core/theory/content_comparison.h"

namespace ropescope {

class ContentView;

/// Which patterns of the model stay when its tokens are random.
class ContentPage : public SessionPage {
    Q_OBJECT

public:
    explicit ContentPage(Session* session, QWidget* parent = nullptr);

    void setTheme(const Theme& theme) override;

private:
    void showSource();
    void run();
    void cancel();

    Session* m_session;
    ContentView* m_view;
    LongJob<Result<ContentComparison>> m_job;
};

} // namespace ropescope
