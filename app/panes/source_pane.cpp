// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/source_pane.h"

#include <QVBoxLayout>

#include "app/next_token_text.h"
#include "app/panes/pane_layout.h"
#include "widgets/next_token_card.h"
#include "widgets/source_panel.h"

namespace ropescope {

namespace {

constexpr int kRandomTokens = 256;

QString shapeText(const TraceInfo& info)
{
    return (info.numLayers == 1 && info.numHeads == 1 ? SourcePane::tr("%1 × %2 head · d %3")
                                                      : SourcePane::tr("%1 × %2 heads · d %3"))
        .arg(info.numLayers)
        .arg(info.numHeads)
        .arg(info.headDim);
}

} // namespace

SourcePane::SourcePane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("sourcePane"));
    QVBoxLayout* const column = paneColumn(this);
    m_source = new SourcePanel(this);
    m_next = new NextTokenCard(this);
    m_next->hide();
    column->addWidget(m_source);
    column->addWidget(m_next);
    column->addStretch(1); // in a high dock both stay at the top

    connect(m_source, &SourcePanel::runRequested, session, &Session::run);
    connect(m_source, &SourcePanel::randomRequested, session,
            [session] { session->runRandom(kRandomTokens); });
    connect(m_source, &SourcePanel::continueRequested, session, &Session::continueRun);
    connect(m_source, &SourcePanel::cancelRequested, session, &Session::cancelRun);
    connect(session, &Session::sourceOpened, this, &SourcePane::showSource);
    connect(session, &Session::nextTokenChanged, this, &SourcePane::showNextToken);
    connect(session, &Session::runProgressed, this, [this](double fraction) {
        m_source->setMessage({});
        m_source->setRunning(fraction);
    });
    connect(session, &Session::runEnded, this, [this] { m_source->setRunning(std::nullopt); });
}

void SourcePane::setTheme(const Theme& theme) { m_next->setTheme(theme); }

void SourcePane::showMessage(const QString& sentence) { m_source->setMessage(sentence); }

void SourcePane::showSource()
{
    const SourceRun& run = m_session->source();
    const TraceInfo& info = m_session->trace()->info();
    const QString name = QString::fromStdString(info.model);
    m_source->setSource({ .name = run.randomTokens > 0 ? tr("%1, random tokens").arg(name) : name,
                          .shape = shapeText(info),
                          .editable = run.source.model != nullptr,
                          .text = QString::fromStdString(run.prompt),
                          .continuation = QString::fromStdString(run.continuation),
                          .tokenCount = info.tokenCount });
    m_source->setMessage({});
}

void SourcePane::showNextToken()
{
    const LanguageModel* const model = m_session->source().source.model.get();
    m_next->setVisible(model != nullptr);
    if (model == nullptr)
        return;
    const NextTokenChange& change = m_session->nextToken();
    const std::vector<std::string> texts = tokenTexts(change, model->tokenizer());
    NextTokenContent content;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const TokenChange& token = change.tokens[i];
        const QString text
            = texts[i].empty() ? tr("id %1").arg(token.id) : QString::fromStdString(texts[i]);
        content.rows.push_back({ text, token.before, token.after });
    }
    if (m_session->editedRun())
        content.divergence = change.divergence;
    m_next->setContent(content);
}

} // namespace ropescope
