// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QMimeData>
#include <QScrollArea>
#include <QSplitter>
#include <QStatusBar>
#include <QVBoxLayout>

#include "app/edit_text.h"
#include "app/head_facts.h"
#include "app/next_token_text.h"
#include "app/rope_state.h"
#include "app/view_bar.h"
#include "widgets/colour_bar.h"
#include "widgets/head_gain_menu.h"
#include "widgets/head_grid.h"
#include "widgets/heatmap_view.h"
#include "widgets/image_conversion.h"
#include "widgets/lag_profile_view.h"
#include "widgets/next_token_card.h"
#include "widgets/rope_panel.h"
#include "widgets/score_chooser.h"
#include "widgets/source_panel.h"

namespace ropescope {

namespace {

constexpr int kSideWidth = 264;
constexpr int kRopeWidth = 366;
constexpr const char* kScoreColours = "cividis"; ///< for all eyes, and no map's usual colours

QString shapeText(const TraceInfo& info)
{
    return MainWindow::tr("%1 × %2 heads · d %3")
        .arg(info.numLayers)
        .arg(info.numHeads)
        .arg(info.headDim);
}

QString headText(HeadId id)
{
    return MainWindow::tr("Layer %1 · Head %2").arg(id.layer.value).arg(id.head.value);
}

QStringList pieces(const Trace& trace)
{
    QStringList texts;
    for (const std::string& text : trace.tokenTexts())
        texts << QString::fromStdString(text);
    return texts;
}

/// promptTokens: of a model; tokens from there on are its own.
QString tokensText(const Trace& trace, int promptTokens)
{
    const int tokens = trace.info().tokenCount;
    if (promptTokens == 0 || promptTokens >= tokens)
        return MainWindow::tr("%1 tokens").arg(tokens);
    return MainWindow::tr("%1 tokens, %2 of them generated").arg(tokens).arg(tokens - promptTokens);
}

/// Short enough to stand under the colour bar.
QString quantityText(const Quantity& quantity)
{
    switch (quantity.kind) {
    case QuantityKind::Probability:
        return MainWindow::tr("probability");
    case QuantityKind::LogProbability:
        return MainWindow::tr("ln probability");
    case QuantityKind::Logit:
        return MainWindow::tr("logit");
    case QuantityKind::QuerySimilarity:
        return MainWindow::tr("query cosine");
    case QuantityKind::KeySimilarity:
        return MainWindow::tr("key cosine");
    case QuantityKind::Contribution:
        return MainWindow::tr("logit of pair %1").arg(quantity.pair);
    case QuantityKind::Phase:
        return MainWindow::tr("phase of pair %1").arg(quantity.pair);
    }
    return {};
}

QString scaleName(ScaleKind kind)
{
    switch (kind) {
    case ScaleKind::Linear:
        return MainWindow::tr("linear");
    case ScaleKind::Log:
        return MainWindow::tr("log");
    case ScaleKind::Sqrt:
        return MainWindow::tr("square root");
    }
    return {};
}

QVBoxLayout* columnOf(QWidget* widget)
{
    auto* const column = new QVBoxLayout(widget);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    return column;
}

} // namespace

MainWindow::MainWindow(std::unique_ptr<Session> session, QWidget* parent)
    : QMainWindow(parent)
    , m_session(std::move(session))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("RoPEScope"));
    setAcceptDrops(true);
    layOut();
    makeMenus();
    makeStatusBar();
    wireSession();
    wireViews();
    m_grid->setShape(0, 0);
    m_map->setPlaceholder(tr("Opening…"));
    showView();
    showStatus();
}

MainWindow::~MainWindow()
{
    m_session->disconnect(this); // its last words must not reach half-destroyed views
}

void MainWindow::layOut()
{
    auto* const left = new QWidget(this);
    left->setObjectName(QStringLiteral("leftPane"));
    auto* const leftColumn = columnOf(left);
    m_source = new SourcePanel(left);
    leftColumn->addWidget(m_source);
    m_next = new NextTokenCard(left);
    m_next->hide();
    leftColumn->addWidget(m_next);
    m_scores = new ScoreChooser(left);
    leftColumn->addWidget(m_scores);
    m_grid = new HeadGrid(left);
    m_headMenu = new HeadGainMenu(m_grid);
    leftColumn->addWidget(m_grid, 1);

    auto* const middle = new QSplitter(Qt::Vertical, this);
    middle->setObjectName(QStringLiteral("middlePane"));
    middle->setChildrenCollapsible(false);
    m_map = new HeatmapView(middle);
    m_colourBar = new ColourBar;
    m_map->setSideWidget(m_colourBar);
    m_profile = new LagProfileView(middle);
    middle->addWidget(m_map);
    middle->addWidget(m_profile);
    middle->setSizes({ 480, 200 });
    middle->setStretchFactor(0, 3);
    middle->setStretchFactor(1, 1);

    auto* const scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("rightPane"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const right = new QWidget(scroll);
    right->setObjectName(QStringLiteral("rightContent"));
    auto* const rightColumn = columnOf(right);
    m_rope = new RopePanel(right);
    m_facts = new HeadFacts(right);
    rightColumn->addWidget(m_rope);
    rightColumn->addWidget(m_facts);
    rightColumn->addStretch(1);
    scroll->setWidget(right);
    scroll->setMinimumWidth(kRopeWidth);

    auto* const whole = new QSplitter(Qt::Horizontal, this);
    whole->setChildrenCollapsible(false);
    whole->addWidget(left);
    whole->addWidget(middle);
    whole->addWidget(scroll);
    whole->setSizes({ kSideWidth, 800, kRopeWidth });
    whole->setStretchFactor(0, 1);
    whole->setStretchFactor(1, 4);
    whole->setStretchFactor(2, 1);

    auto* const page = new QWidget(this);
    auto* const pageColumn = new QVBoxLayout(page);
    pageColumn->setContentsMargins(0, 0, 0, 0);
    pageColumn->setSpacing(0);
    m_viewBar = new ViewBar(page);
    pageColumn->addWidget(m_viewBar);
    pageColumn->addWidget(whole, 1);
    setCentralWidget(page);
    resize(1280, 800);
    m_map->setFocus(); // keys go to the map first, not into the prompt
}

void MainWindow::makeStatusBar()
{
    const auto add = [this](const QString& name) {
        auto* const label = new QLabel(this);
        label->setObjectName(name);
        statusBar()->addWidget(label);
        return label;
    };
    m_backend = add(QStringLiteral("backend"));
    m_notice = add(QStringLiteral("notice"));
    m_tokens = add(QStringLiteral("tokens"));
    m_time = add(QStringLiteral("drawnIn"));
    m_cell = new QLabel(this);
    m_cell->setObjectName(QStringLiteral("cell"));
    statusBar()->addPermanentWidget(m_cell);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::setTheme(const Theme& theme)
{
    m_theme = theme;
    QApplication::setPalette(ropescope::palette(theme));
    qApp->setStyleSheet(ropescope::styleSheet(theme));
    m_next->setTheme(theme);
    m_scores->setTheme(theme);
    m_grid->setTheme(theme);
    m_map->setTheme(theme);
    m_colourBar->setTheme(theme);
    m_profile->setTheme(theme);
    m_rope->setTheme(theme);
    m_darkTheme->setChecked(theme.dark);
    showStatus();
}

void MainWindow::showSource()
{
    const Trace& trace = *m_session->trace();
    const TraceInfo& info = trace.info();
    const bool isModel = m_session->source().source.model != nullptr;
    const QString name = QString::fromStdString(info.model);
    const int random = m_session->source().randomTokens;
    m_source->setSource({ .name = random > 0 ? tr("%1, random tokens").arg(name) : name,
                          .shape = shapeText(info),
                          .editable = isModel,
                          .text = QString::fromStdString(m_session->source().prompt),
                          .continuation = QString::fromStdString(m_session->source().continuation),
                          .tokenCount = info.tokenCount });
    m_source->setMessage({});
    m_grid->setShape(info.numLayers, info.numHeads);
    showScores();
    std::vector<bool> there;
    for (int index = 0; index < info.numLayers * info.numHeads; ++index) {
        const HeadId id { { index / info.numHeads }, { index % info.numHeads } };
        there.push_back(checkHead(info, id).has_value());
    }
    m_grid->setEnabledHeads(there);
    m_grid->setSelected(m_session->view().head);
    m_map->setPlaceholder({});
    if (trace.tokenTexts().empty())
        m_map->setTokenCount(info.tokenCount);
    else
        m_map->setTokens(pieces(trace));
    m_session->setRegion(m_map->region());
    m_profile->clear();
    m_facts->clear();
    clearCell();
    setWindowTitle(tr("%1 – RoPEScope").arg(name));
    showStatus();
}

void MainWindow::showView()
{
    const ViewState& view = m_session->view();
    const auto& head = m_session->head();
    m_map->setBusy(!m_session->isSettled());
    m_viewBar->setView(view, head ? head->rope.pairCount() : 0);
    m_undo->setEnabled(m_session->canUndo());
    m_redo->setEnabled(m_session->canRedo());
    if (m_grid->selected() != view.head)
        m_grid->setSelected(view.head);
    m_grid->setGains(view.headGains, view.depth == EditDepth::WholeModel);
    m_wholeModel->setChecked(view.depth == EditDepth::WholeModel);
    m_wholeModel->setEnabled(noModelReason(*m_session).isEmpty());
    m_rope->setState(ropeState(*m_session));
}

void MainWindow::showHead()
{
    m_rope->selectPair(-1); // the new head's dominant pair
    showView();
    clearCell();
}

void MainWindow::showPicture()
{
    const MapPicture& picture = *m_session->picture();
    const MapValues& values = *picture.values;
    m_map->setTitle(headText(values.head->id), describeEdit(values));
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
    showStatus();
}

void MainWindow::showAnalysis()
{
    const HeadAnalysis& analysis = *m_session->analysis();
    m_profile->setProfile({ .measured = analysis.measured,
                            .predicted = analysis.predicted,
                            .measuredPeriod = analysis.measuredPeriod,
                            .predictedPeriod = analysis.predictedPeriod,
                            .dominantPair = analysis.energy.dominantPair,
                            .dominantShare = analysis.energy.dominantShare() });
    m_facts->setAnalysis(analysis);
    const double longest = static_cast<double>(analysis.measured.size()) / kPeriodsThatMustFit;
    const bool visible = analysis.measuredPeriod && analysis.predictedPeriod > 0.0
        && analysis.predictedPeriod < longest;
    m_map->setPeriodMarker(visible ? std::optional(analysis.predictedPeriod) : std::nullopt);
    showView(); // the energies of the bars
}

void MainWindow::showNextToken()
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

void MainWindow::showCell(const CellReading& reading)
{
    const QString probability
        = reading.probability ? QString::number(*reading.probability, 'g', 3) : tr("…");
    QStringList lines { tr("logit %1   p %2").arg(reading.logit, 0, 'f', 2).arg(probability) };
    if (const int pair = strongestPair(reading.contributions); pair >= 0) {
        lines << tr("pair %1: %2 of the logit")
                     .arg(pair)
                     .arg(reading.contributions[static_cast<std::size_t>(pair)], 0, 'f', 2);
    }
    m_map->setCellCard({ reading.query, reading.key, lines });
    m_rope->setParts(PairParts { reading.query, reading.key, reading.contributions });
    m_cell->setText(tr("query %1 · key %2 · lag %3 · %4")
                        .arg(reading.query)
                        .arg(reading.key)
                        .arg(reading.query - reading.key)
                        .arg(lines.front()));
}

void MainWindow::clearCell()
{
    m_cell->clear();
    m_rope->setParts(std::nullopt);
}

/// Heads that a score is not known of yet stay blank.
void MainWindow::showScores()
{
    const std::optional<int> chosen = m_scores->chosen();
    const auto& scores = m_session->scores();
    m_grid->setMode(chosen ? HeadGrid::Mode::Scores : HeadGrid::Mode::Thumbnails);
    if (!chosen || !scores) {
        m_grid->setScores({}, {});
        m_scores->setLegend(std::nullopt, {}, nullptr);
        return;
    }
    const auto index = static_cast<std::size_t>(*chosen);
    const HeadScore& score = headScores()[index];
    const ColourMap* const colours = findColourMap(kScoreColours);
    m_grid->setColourMap(colours);
    m_grid->setScores((*scores)[index], QCoreApplication::translate("HeadScores", score.name));
    m_scores->setLegend(m_grid->scoreRange(),
                        QCoreApplication::translate("HeadScores", score.absent), colours);
}

void MainWindow::showFailure(const QString& sentence)
{
    m_source->setMessage(sentence);
    if (!m_session->trace())
        m_map->setPlaceholder(tr("Nothing is open. Drop a trace or a model here, or press "
                                 "Ctrl+O."));
    showView();
}

void MainWindow::showStatus()
{
    const Renderer& renderer = m_session->renderer();
    m_backend->setText(
        QStringLiteral("<span style='color:%1'>●</span> %2")
            .arg(m_theme.good.name(), QString::fromStdString(renderer.name()).toHtmlEscaped()));
    m_notice->setText(QString::fromStdString(renderer.notice()));
    const TracePtr& trace = m_session->trace();
    m_tokens->setText(trace ? tokensText(*trace, m_session->source().promptTokens) : QString());
    const auto& picture = m_session->picture();
    if (!picture)
        m_time->clear();
    else if (picture->values->exactShare < 1.0)
        m_time->setText(
            tr("refining, %1 % exact").arg(100.0 * picture->values->exactShare, 0, 'f', 0));
    else
        m_time->setText(tr("drawn in %1 ms").arg(picture->milliseconds, 0, 'f', 1));
}

} // namespace ropescope
