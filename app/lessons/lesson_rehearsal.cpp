// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/lessons/lesson_rehearsal.h"

#include <map>

#include <QEventLoop>

namespace ropescope {

namespace {

/// Of one run of the session; heads are read and analysed once each.
class RunNumbers {
public:
    explicit RunNumbers(const Session& session)
        : m_session(session)
    {
    }

    std::optional<std::string> failureOf(const LessonClaim& claim)
    {
        const HeadId id = claim.head.value_or(m_session.view().head);
        const Result<const Head*> head = read(id);
        if (!head)
            return head.error().message;
        const Head& known = **head;
        return claimFailure(claim, { *known.trace, known.table, known.theory });
    }

private:
    struct Head {
        std::shared_ptr<const HeadTrace> trace;
        RopeTable table;
        HeadTheory theory;
    };

    Result<const Head*> read(HeadId id)
    {
        if (const auto found = m_heads.find(id); found != m_heads.end())
            return &found->second;
        const ViewState& view = m_session.view();
        auto heads = readHeads(*m_session.trace(), m_session.editedRun(), id, view.edit);
        if (!heads)
            return tl::unexpected(heads.error());
        auto tables = ropeTables(*heads, view.edit);
        if (!tables)
            return tl::unexpected(tables.error());
        const bool original = view.comparison == Comparison::Original;
        Head head { original ? heads->original : heads->edited,
                    original ? tables->original : tables->edited,
                    {} };
        auto theory = headTheory(*head.trace, head.table, m_session.trace()->tokenIds(),
                                 { .thresholds = view.thresholds, .withSpectra = false });
        if (!theory)
            return tl::unexpected(theory.error());
        head.theory = std::move(*theory);
        return &m_heads.emplace(id, std::move(head)).first->second;
    }

    const Session& m_session;
    std::map<HeadId, Head> m_heads;
};

void waitUntilIdle(Session& session)
{
    QEventLoop loop;
    QObject::connect(&session, &Session::becameIdle, &loop, &QEventLoop::quit);
    while (!session.isIdle())
        loop.exec();
}

} // namespace

std::vector<LessonProblem> rehearse(LessonPlayer& player, Session& session)
{
    std::vector<LessonProblem> problems;
    const auto connection
        = QObject::connect(&session, &Session::failed, &player, [&](const QString& sentence) {
              problems.push_back({ player.step().line, sentence.toStdString() });
          });
    const int count = player.page().count;
    for (int step = 0; step < count; ++step) {
        player.goTo(step);
        waitUntilIdle(session);
        if (!session.trace())
            break; // nothing could be opened, and that was said
        RunNumbers numbers(session);
        for (const LessonClaim& claim : player.step().claims) {
            if (auto failure = numbers.failureOf(claim))
                problems.push_back({ claim.line, std::move(*failure) });
        }
    }
    QObject::disconnect(connection);
    return problems;
}

} // namespace ropescope
