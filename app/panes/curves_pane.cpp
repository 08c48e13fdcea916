// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/panes/curves_pane.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include "app/panes/session_page.h"
#include "widgets/cell_view.h"
#include "widgets/lag_profile_view.h"
#include "widgets/page_tabs.h"
#include "widgets/pair_waves_view.h"
#include "widgets/row_profile_view.h"
#include "widgets/season_view.h"
#include "widgets/similarity_view.h"
#include "widgets/spectrum_view.h"

namespace ropescope {

namespace {

constexpr QSize kLeastSize { 320, 110 };

} // namespace

CurvesPane::CurvesPane(Session* session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("curvesPane"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_tabs = new PageTabs(QStringLiteral("curveTabs"), tr("Pages under the map"), this);
    m_pages = new QStackedWidget(this);
    m_pages->setMinimumSize(kLeastSize); // else the widest page decides how narrow the window gets
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);

    makePages();
    connect(m_tabs, &PageTabs::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        emit pageChanged(m_pages->currentWidget());
        wish();
    });
    wireSession();
    wirePages();
}

void CurvesPane::makePages()
{
    m_profile = new LagProfileView;
    m_profile->setObjectName(QStringLiteral("lag"));
    m_row = new RowProfileView;
    m_similarity = new SimilarityView;
    m_cell = new CellView;
    m_pairs = new PairWavesView;
    m_spectra = new SpectrumView;
    m_season = new SeasonView;
    addTab(m_profile, tr("Lag profile"),
           tr("Mean logit over the distance between query and key, measured and predicted"));
    addTab(m_row, tr("Query row"), tr("What the query under the crosshair makes of every key"));
    addTab(m_similarity, tr("q-similarity"),
           tr("Cosine of every query with every query, and of keys"));
    addTab(m_cell, tr("Why this cell"),
           tr("The logit under the crosshair, taken apart into channel pairs and their angles"));
    addTab(m_pairs, tr("Pairs"),
           tr("The predicted lag profile, taken apart into the waves of the pairs"));
    addTab(m_spectra, tr("Spectra"), tr("Singular values of the raw queries and keys"));
    addTab(m_season, tr("Season"), tr("Whether queries and keys repeat, and if RoPE follows"));
}

void CurvesPane::wireSession()
{
    connect(m_session, &Session::sourceOpened, this, &CurvesPane::showSource);
    connect(m_session, &Session::analysed, this, &CurvesPane::showAnalysis);
    connect(m_session, &Session::analysed, this, &CurvesPane::showPair);
    connect(m_session, &Session::headChanged, this, &CurvesPane::showPair);
    connect(m_session, &Session::pairSelected, this, &CurvesPane::showPair);
    connect(m_session, &Session::curvesRead, this, &CurvesPane::showCurves);
    connect(m_session, &Session::cellUnseen, this, [this](int query, int key) {
        m_unseen = Cell { query, key };
        if (std::holds_alternative<std::monostate>(m_session->curves()))
            showCurves();
    });
    connect(m_session, &Session::cellRead, this, [this](const CellReading& reading) {
        m_unseen.reset();
        m_key = reading.key;
        m_row->markKey(m_key);
        m_similarity->markCell(reading.query, reading.key);
        m_profile->markLag(m_lag = reading.query - reading.key);
    });
    connect(m_session, &Session::cellLeft, this, [this] {
        m_profile->markLag(m_lag = -1);
        m_similarity->markCell(-1, -1);
    });
}

void CurvesPane::wirePages()
{
    connect(m_row, &RowProfileView::keyPointed, this, &CurvesPane::cellPointed);
    connect(m_similarity, &SimilarityView::choiceChanged, this, &CurvesPane::wish);
    connect(m_similarity, &SimilarityView::roomChanged, this, &CurvesPane::wish);
    connect(m_cell, &CellView::pairSelected, m_session, &Session::selectPair);
    connect(m_pairs, &PairWavesView::pairSelected, m_session, &Session::selectPair);
}

void CurvesPane::setTheme(const Theme& theme)
{
    m_profile->setTheme(theme);
    for (PlotPage* const page : findChildren<PlotPage*>())
        page->setTheme(theme);
    for (SessionPage* const page : findChildren<SessionPage*>())
        page->setTheme(theme);
}

CurvePage CurvesPane::visiblePage() const
{
    const std::pair<const QWidget*, CurvePage> pages[]
        = { { m_row, CurvePage::Row },         { m_similarity, CurvePage::Similarity },
            { m_cell, CurvePage::Cell },       { m_pairs, CurvePage::Pairs },
            { m_spectra, CurvePage::Spectra }, { m_season, CurvePage::Season } };
    for (const auto& [widget, page] : pages) {
        if (widget == currentPage())
            return page;
    }
    return CurvePage::LagProfile;
}

void CurvesPane::wish()
{
    m_session->wantCurves({ .page = visiblePage(),
                            .similarity = m_similarity->choice(),
                            .pixels = m_similarity->pixels() });
}

void CurvesPane::showSource()
{
    m_profile->clear();
    m_key = -1;
    m_lag = -1;
    m_unseen.reset();
    QStringList pieces;
    for (const std::string& text : m_session->trace()->tokenTexts())
        pieces << QString::fromStdString(text);
    m_row->setTokens(pieces);
    m_similarity->setTokens(pieces);
}

void CurvesPane::showPair() { m_cell->setSelectedPair(m_session->selectedPair()); }

void CurvesPane::showCurves()
{
    const auto show = [this](const auto& content) {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, RowProfileContent>) {
            m_row->setRow(content);
            m_row->markKey(m_key);
        } else if constexpr (std::is_same_v<Content, SimilarityContent>) {
            m_similarity->setContent(content);
        } else if constexpr (std::is_same_v<Content, CellPhasors>) {
            m_cell->setCell(content);
        } else if constexpr (std::is_same_v<Content, PairWavesContent>) {
            m_pairs->setContent(content);
        } else if constexpr (std::is_same_v<Content, SpectrumContent>) {
            m_spectra->setSpectra(content);
        } else if constexpr (std::is_same_v<Content, SeasonContent>) {
            m_season->setContent(content);
        } else if (auto* const page = qobject_cast<PlotPage*>(currentPage())) {
            page->setPlaceholder(emptyReason(visiblePage()));
        }
    };
    std::visit(show, m_session->curves());
}

QString CurvesPane::emptyReason(CurvePage page) const
{
    const auto& head = m_session->head();
    if (!head)
        return tr("No head is shown yet.");
    if (head->holdsMapOnly() && page != CurvePage::Row)
        return tr("This trace holds finished maps without queries and keys.");
    if (page == CurvePage::Row || page == CurvePage::Cell) {
        if (!m_unseen)
            return tr("Point at a cell of the map.");
        const QString cell
            = tr("Query %1 does not see key %2").arg(m_unseen->query).arg(m_unseen->key);
        return m_unseen->key > m_unseen->query
            ? tr("%1, which comes later. Point below the diagonal.").arg(cell)
            : tr("%1: it is outside the sliding window.").arg(cell);
    }
    return tr("This head has no RoPE, so it has no pairs that turn.");
}

void CurvesPane::addPage(SessionPage* page, const QString& title, const QString& tip)
{
    connect(page, &SessionPage::refused, this, &CurvesPane::refused);
    addTab(page, title, tip);
}

void CurvesPane::addTab(QWidget* page, const QString& title, const QString& tip)
{
    m_pages->addWidget(page);
    m_tabs->addPage(title, tip);
}

bool CurvesPane::showPage(const QString& name)
{
    for (int index = 0; index < m_pages->count(); ++index) {
        if (m_pages->widget(index)->objectName() == name) {
            m_tabs->setCurrentIndex(index);
            return true;
        }
    }
    return false;
}

QMenu* CurvesPane::pageMenu() const { return m_tabs->menu(); }

QWidget* CurvesPane::currentPage() const { return m_pages->currentWidget(); }

void CurvesPane::showAnalysis()
{
    const HeadAnalysis& analysis = *m_session->analysis();
    m_profile->setProfile({ .measured = analysis.measured,
                            .predicted = analysis.predicted,
                            .measuredPeriod = analysis.measuredPeriod,
                            .predictedPeriod = analysis.predictedPeriod,
                            .dominantPair = analysis.energy.dominantPair,
                            .dominantShare = analysis.energy.dominantShare() });
    m_profile->markLag(m_lag); // a cell may have been read before its head was analysed
}

} // namespace ropescope
