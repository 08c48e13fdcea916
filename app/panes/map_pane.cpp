// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/map_pane.h"

#include <QVBoxLayout>

#include "app/edit_text.h"
#include "app/head_text.h"
#include "widgets/colour_bar.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_conversion.h"
#include "widgets/number_text.h"
#include "widgets/pair_parts.h"

namespace ropescope {

namespace {

QStringList pieces(const Trace& trace)
{
    QStringList texts;
    for (const std::string& text : trace.tokenTexts())
        texts << QString::fromStdString(text);
    return texts;
}

/// Short enough to stand under the colour bar.
QString quantityText(const Quantity& quantity)
{
    switch (quantity.kind) {
    case QuantityKind::Probability:
        return MapPane::tr("probability");
    case QuantityKind::LogProbability:
        return MapPane::tr("ln probability");
    case QuantityKind::Logit:
        return MapPane::tr("logit");
    case QuantityKind::QuerySimilarity:
        return MapPane::tr("query cosine");
    case QuantityKind::KeySimilarity:
        return MapPane::tr("key cosine");
    case QuantityKind::Contribution:
        return MapPane::tr("logit of pair %1").arg(quantity.pair);
    case QuantityKind::Phase:
        return MapPane::tr("phase of pair %1").arg(quantity.pair);
    }
    return {};
}

QString scaleName(ScaleKind kind)
{
    switch (kind) {
    case ScaleKind::Linear:
        return MapPane::tr("linear");
    case ScaleKind::Log:
        return MapPane::tr("log");
    case ScaleKind::Sqrt:
        return MapPane::tr("square root");
    }
    return {};
}

} // namespace

MapPane::MapPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("mapPane"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_map = new HeatmapView(this);
    m_colourBar = new ColourBar;
    m_map->setSideWidget(m_colourBar);
    m_map->setPlaceholder(tr("Opening…"));
    column->addWidget(m_map);
    setFocusProxy(m_map);

    connect(m_map, &HeatmapView::regionRequested, session, &Session::setRegion);
    connect(m_map, &HeatmapView::cellHovered, session, &Session::readCell);
    connect(m_map, &HeatmapView::cellLeft, session, &Session::leaveCell);
    connect(session, &Session::cellRead, this, &MapPane::showCell);
    connect(session, &Session::cellLeft, this, [this] { emit cellDescribed({}); });
    connect(session, &Session::sourceOpened, this, &MapPane::showSource);
    connect(session, &Session::viewChanged, this, &MapPane::showView);
    connect(session, &Session::headChanged, this, [this] { emit cellDescribed({}); });
    connect(session, &Session::pictureDrawn, this, &MapPane::showPicture);
    connect(session, &Session::analysed, this, &MapPane::showAnalysis);
    connect(session, &Session::settled, m_map, [this] { m_map->setBusy(false); });
    connect(session, &Session::failed, this, &MapPane::showFailure);
    connect(&session->cache(), &CacheJobs::marksChanged, this, &MapPane::showKept);
    wireColours();
}

void MapPane::setTheme(const Theme& theme)
{
    m_map->setTheme(theme);
    m_colourBar->setTheme(theme);
}

void MapPane::wireColours()
{
    const auto withRange = [this](std::optional<ValueRange> range) {
        ViewState view = m_session->view();
        view.range = range;
        return view;
    };
    connect(m_colourBar, &ColourBar::rangeEdited, this, [=, this](float low, float high) {
        m_session->previewView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::rangeCommitted, this, [=, this](float low, float high) {
        m_session->commitView(withRange(ValueRange { low, high }));
    });
    connect(m_colourBar, &ColourBar::autofitRequested, this,
            [=, this] { m_session->commitView(withRange(std::nullopt)); });
}

void MapPane::showSource()
{
    const Trace& trace = *m_session->trace();
    m_map->setPlaceholder({});
    if (trace.tokenTexts().empty())
        m_map->setTokenCount(trace.info().tokenCount);
    else
        m_map->setTokens(pieces(trace));
    m_session->setRegion(m_map->region());
    emit cellDescribed({});
}

void MapPane::showView() { m_map->setBusy(!m_session->isSettled()); }

void MapPane::showPicture()
{
    const MapPicture& picture = *m_session->picture();
    const MapValues& values = *picture.values;
    showTitle();
    m_map->setPicture({ toQImage(picture.image), values.region, values.head->tokenCount() });
    QString label = quantityText(values.quantity);
    if (values.comparison == Comparison::Difference)
        label = tr("Δ %1").arg(label);
    else if (picture.scale.kind != ScaleKind::Linear)
        label = tr("%1, %2").arg(label, scaleName(picture.scale.kind));
    m_colourBar->setState({ .scale = picture.scale,
                            .dataRange = picture.dataRange,
                            .histogram = picture.histogram,
                            .label = label });
}

/// A bracket as long as the predicted period, where one is measured.
void MapPane::showAnalysis()
{
    const HeadAnalysis& analysis = *m_session->analysis();
    const double longest = static_cast<double>(analysis.measured.size()) / kPeriodsThatMustFit;
    const bool visible = analysis.measuredPeriod && analysis.predictedPeriod > 0.0
        && analysis.predictedPeriod < longest;
    m_map->setPeriodMarker(visible ? std::optional(analysis.predictedPeriod) : std::nullopt);
}

/// The head, its edit, and what a compressed cache keeps of it where that is marked.
void MapPane::showTitle()
{
    if (!m_session->picture())
        return;
    const MapValues& values = *m_session->picture()->values;
    QStringList words;
    if (const QString edit = describeEdit(values); !edit.isEmpty())
        words << edit;
    if (const KeptMarksPtr& marks = m_map->keptMarks()) {
        words << tr("%1 keeps %2 of %3 keys, %4 of the attention is lost")
                     .arg(QString::fromStdString(m_session->cache().choice().method))
                     .arg(marks->keptCount())
                     .arg(marks->promptTokens)
                     .arg(shareText(marks->meanLost()));
    }
    m_map->setTitle(headText(values.head->id), words.join(QStringLiteral(" · ")));
}

void MapPane::showKept()
{
    m_map->setKeptMarks(m_session->cache().marks());
    showTitle();
}

void MapPane::showCell(const CellReading& reading)
{
    const QString probability
        = reading.probability ? QString::number(*reading.probability, 'g', 3) : tr("…");
    QStringList lines { tr("logit %1   p %2").arg(reading.logit, 0, 'f', 2).arg(probability) };
    if (const int pair = strongestPair(reading.contributions); pair >= 0) {
        lines << tr("pair %1: %2 of the logit")
                     .arg(pair)
                     .arg(reading.contributions[static_cast<std::size_t>(pair)], 0, 'f', 2);
    }
    if (const KeptMarksPtr& marks = m_map->keptMarks()) {
        const auto key = static_cast<std::size_t>(reading.key);
        const bool isGone = key < marks->isKept.size() && !marks->isKept[key];
        lines << tr("key %1 · query loses %2")
                     .arg(isGone ? tr("dropped") : tr("kept"),
                          shareText(marks->lost[static_cast<std::size_t>(reading.query)]));
    }
    m_map->setCellCard({ reading.query, reading.key, lines });
    emit cellDescribed(tr("query %1 · key %2 · lag %3 · %4")
                           .arg(reading.query)
                           .arg(reading.key)
                           .arg(reading.query - reading.key)
                           .arg(lines.front()));
}

void MapPane::showFailure()
{
    if (!m_session->trace())
        m_map->setPlaceholder(tr("Nothing is open. Drop a trace or a model here, or press "
                                 "Ctrl+O."));
    showView();
}

} // namespace ropescope
