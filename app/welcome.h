// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>

#include "app/session.h"
#include "widgets/welcome_card.h"

namespace ropescope {

class HeadsPane;
class HeatmapView;

/// Three things to try, in the part of a causal map that is empty anyway.
class Welcome : public QObject {
    Q_OBJECT

public:
    /// All must outlive this, or die together with it.
    Welcome(Session* session, HeadsPane* heads, HeatmapView* map, QObject* parent);

    void show();

signals:
    void lessonWanted(const QString& name); ///< part of a lesson's file name
    void dismissed();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void place();
    void take(int step);
    void movePair();

    Session* m_session;
    HeadsPane* m_heads;
    HeatmapView* m_map;
    QPointer<WelcomeCard> m_card;
};

} // namespace ropescope
