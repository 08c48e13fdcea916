// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/main_window.h"

#include <utility>

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDockWidget>
#include <QLabel>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>

#include "app/panes/budget_page.h"
#include "app/panes/cache_page.h"
#include "app/panes/content_page.h"
#include "app/panes/curves_pane.h"
#include "app/panes/experiment_page.h"
#include "app/panes/heads_pane.h"
#include "app/panes/layers_page.h"
#include "app/panes/map_pane.h"
#include "app/panes/prune_page.h"
#include "app/panes/rope_pane.h"
#include "app/panes/scaling_page.h"
#include "app/panes/source_pane.h"
#include "app/panes/theory_pane.h"
#include "app/rope_state.h"
#include "app/view_bar.h"
#include "widgets/dock_title.h"
#include "widgets/heatmap_view.h"
#include "widgets/number_text.h"
#include "widgets/side_scroll.h"

namespace ropescope {

namespace {

constexpr QSize kFirstSize { 1280, 800 };
constexpr int kSideWidth = 264;
constexpr int kRopeWidth = 366;
constexpr int kSourceHeight = 216;
constexpr int kCurvesHeight = 252;

/// promptTokens: of a model; tokens from there on are its own.
QString lengthText(const Trace& trace, int promptTokens)
{
    const int tokens = trace.info().tokenCount;
    if (promptTokens == 0 || promptTokens >= tokens)
        return tokensText(tokens);
    return MainWindow::tr("%1, %2 of them generated")
        .arg(tokensText(tokens))
        .arg(tokens - promptTokens);
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
    showView();
    showStatus();
}

MainWindow::~MainWindow()
{
    // Pages that are hidden tell the session, which goes before them; docks that float are windows
    // of their own.
    hide();
    for (QWidget* const child : findChildren<QWidget*>()) {
        if (child->isWindow())
            child->hide();
    }
    m_session->disconnect(); // its last words must not reach half-destroyed panes
}

void MainWindow::layOut()
{
    Session* const session = m_session.get();
    m_viewBar = new ViewBar(this);
    auto* const tools = addToolBar(tr("View"));
    tools->setObjectName(QStringLiteral("viewTools"));
    tools->setMovable(false);
    tools->toggleViewAction()->setVisible(false);
    tools->addWidget(m_viewBar);

    m_map = new MapPane(session, this);
    setCentralWidget(m_map);
    m_source = new SourcePane(session);
    m_heads = new HeadsPane(session);
    m_curves = new CurvesPane(session);
    m_curves->addPage(new LayersPage(session), tr("Layers"),
                      tr("How alike queries and keys are, layer by layer"));
    m_curves->addPage(new ScalingPage(session), tr("Scaling"),
                      tr("Wavelengths before and after the model's scaling, and edited"));
    m_curves->addPage(new ExperimentPage(session), tr("Experiment"),
                      tr("Move a pair to other slots under other bases: is the period 2π/θ?"));
    m_curves->addPage(new ContentPage(session), tr("Content"),
                      tr("Which patterns stay on random tokens"));
    m_curves->addPage(new CachePage(session), tr("Cache"),
                      tr("What compressing the key-value cache costs, by every method"));
    m_curves->addPage(new BudgetPage(session), tr("Budgets"),
                      tr("How methods share a cache out over layers; move a share by hand"));
    m_curves->addPage(new PrunePage(session), tr("Pruning"),
                      tr("Which layers and heads the model can do without"));
    m_rope = new RopePane(session);
    m_theory = new TheoryPane(session);

    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    for (const Qt::Corner corner : { Qt::TopLeftCorner, Qt::BottomLeftCorner })
        setCorner(corner, Qt::LeftDockWidgetArea);
    for (const Qt::Corner corner : { Qt::TopRightCorner, Qt::BottomRightCorner })
        setCorner(corner, Qt::RightDockWidgetArea);
    QDockWidget* const source
        = addDock(Qt::LeftDockWidgetArea, tr("Source"), new SideScroll(m_source));
    QDockWidget* const heads = addDock(Qt::LeftDockWidgetArea, tr("Heads"), m_heads);
    QDockWidget* const curves = addDock(Qt::BottomDockWidgetArea, tr("Curves"), m_curves);
    QDockWidget* const rope = addDock(Qt::RightDockWidgetArea, tr("RoPE"), new SideScroll(m_rope));
    QDockWidget* const theory
        = addDock(Qt::RightDockWidgetArea, tr("Theory"), new SideScroll(m_theory));

    resize(kFirstSize);
    resizeDocks({ source, rope }, { kSideWidth, kRopeWidth }, Qt::Horizontal);
    source->widget()->setMinimumHeight(kSourceHeight); // the next tokens may be scrolled away
    resizeDocks({ source, heads }, { 380, 420 }, Qt::Vertical);
    resizeDocks({ rope, theory }, { 1, 1 }, Qt::Vertical);
    resizeDocks({ curves }, { kCurvesHeight }, Qt::Vertical);
    m_lecture = new Lecture(this, session);
    m_firstLayout = saveState(kDocksVersion);
    m_map->setFocus(); // keys go to the map first, not into the prompt
}

QDockWidget* MainWindow::addDock(Qt::DockWidgetArea area, const QString& title, QWidget* pane)
{
    auto* const dock = new QDockWidget(title, this);
    dock->setObjectName(pane->objectName() + QStringLiteral("Dock"));
    dock->setTitleBarWidget(new DockTitle(title, dock));
    dock->setWidget(pane);
    addDockWidget(area, dock);
    m_docks << dock;
    return dock;
}

void MainWindow::rememberLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/docks")).toByteArray(), kDocksVersion);
    m_keepsLayout = true;
}

void MainWindow::resetLayout() { restoreState(m_firstLayout, kDocksVersion); }

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_keepsLayout) {
        QSettings settings;
        settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
        settings.setValue(QStringLiteral("window/docks"), saveState(kDocksVersion));
    }
    if (m_lecture->isRunning())
        setLectureType({}); // the other windows stay
    QMainWindow::closeEvent(event);
}

void MainWindow::makeStatusBar()
{
    const auto add = [this](const QString& name) {
        auto* const label = new QLabel(this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText); // tokens and sentences quote files
        statusBar()->addWidget(label);
        return label;
    };
    m_backend = add(QStringLiteral("backend"));
    m_backend->setTextFormat(Qt::RichText); // its dot has a colour
    m_notice = add(QStringLiteral("notice"));
    m_tokens = add(QStringLiteral("tokens"));
    m_time = add(QStringLiteral("drawnIn"));
    m_cell = new QLabel(this);
    m_cell->setObjectName(QStringLiteral("cell"));
    m_cell->setTextFormat(Qt::PlainText);
    statusBar()->addPermanentWidget(m_cell);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::hideTimings() { m_time->hide(); }

void MainWindow::wireSession()
{
    Session* const session = m_session.get();
    connect(session, &Session::sourceOpened, this, &MainWindow::showSource);
    connect(session, &Session::viewChanged, this, &MainWindow::showView);
    connect(session, &Session::pictureDrawn, this, &MainWindow::showStatus);
    connect(session, &Session::failed, this, &MainWindow::showFailure);
    connect(session, &Session::referenceChanged, this, [this] {
        const auto& reference = m_session->reference();
        m_viewBar->setReference(reference ? reference->name : QString());
        m_unpin->setEnabled(reference.has_value());
    });
    connect(m_map, &MapPane::cellDescribed, m_cell, &QLabel::setText);
    connect(m_curves, &CurvesPane::cellPointed, m_map->map(), &HeatmapView::pointAt);
    connect(m_heads, &HeadsPane::refused, this, &MainWindow::showFailure);
    connect(m_curves, &CurvesPane::refused, this, &MainWindow::showFailure);
    connect(m_viewBar, &ViewBar::fitRequested, m_map->map(), &HeatmapView::fit);
    connect(m_viewBar, &ViewBar::exportRequested, this, &MainWindow::exportPicture);
    connect(m_viewBar, &ViewBar::viewChosen, session, &Session::commitView);
    wireLecture();
}

void MainWindow::showSource()
{
    const QString model = QString::fromStdString(m_session->trace()->info().model);
    if (m_session->file().empty()) {
        setWindowTitle(tr("%1 – RoPEScope").arg(model));
    } else {
        const QString file = QString::fromStdString(m_session->file().filename().string());
        setWindowTitle(tr("%1 · %2 – RoPEScope").arg(file, model));
    }
    showStatus();
}

void MainWindow::showView()
{
    const ViewState& view = m_session->view();
    const auto& head = m_session->head();
    m_viewBar->setView(view, head ? head->rope.pairCount() : 0);
    m_undo->setEnabled(m_session->canUndo());
    m_redo->setEnabled(m_session->canRedo());
    m_wholeModel->setChecked(view.depth == EditDepth::WholeModel);
    m_wholeModel->setEnabled(noModelReason(*m_session).isEmpty());
}

void MainWindow::showFailure(const QString& sentence)
{
    m_source->showMessage(sentence);
    showView();
}

void MainWindow::showStatus()
{
    const Renderer& renderer = m_session->renderer();
    m_backend->setText(
        QStringLiteral("<span style='color:%1'>●</span> %2")
            .arg(m_theme.good.name(), QString::fromStdString(renderer.name()).toHtmlEscaped()));
    m_notice->setText(QCoreApplication::translate("Renderer", renderer.notice().c_str()));
    const TracePtr& trace = m_session->trace();
    m_tokens->setText(trace ? lengthText(*trace, m_session->source().promptTokens) : QString());
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
