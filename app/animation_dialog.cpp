// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/animation_dialog.h"

#include <algorithm>
#include <chrono>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "app/figure/session_figure.h"

namespace ropescope {

namespace {

constexpr double kFirstBase = 1e6;
constexpr double kLastBase = 1e2;
constexpr int kUsualFrames = 48;
constexpr double kFastest = 120.0;
constexpr int kProgressSteps = 1000;
constexpr std::chrono::milliseconds kBetweenLooks { 50 };

/// Without zeros behind the point that say nothing.
class PlainNumberBox : public QDoubleSpinBox {
public:
    [[nodiscard]] QString textFromValue(double value) const override
    {
        QString text = QDoubleSpinBox::textFromValue(value);
        const QString point = locale().decimalPoint();
        if (text.contains(point)) {
            while (text.endsWith(locale().zeroDigit()))
                text.chop(1);
            if (text.endsWith(point))
                text.chop(point.size());
        }
        return text;
    }
};

template <class Widget> Widget* named(Widget* widget, const char* name, const QString& tip)
{
    widget->setObjectName(QLatin1String(name));
    widget->setToolTip(tip);
    widget->setAccessibleName(tip);
    return widget;
}

} // namespace

AnimationDialog::AnimationDialog(FigureRequest request, FigureSource source,
                                 std::shared_ptr<FigureEngine> engine, int pairs, int pair,
                                 QWidget* parent)
    : QDialog(parent)
    , m_request(std::move(request))
    , m_source(std::move(source))
    , m_engine(std::move(engine))
    , m_pairs(pairs)
    , m_kind(named(new QComboBox, "sweepKind", tr("What changes from frame to frame")))
    , m_pair(named(new QSpinBox, "sweepPair", tr("The channel pair that moves")))
    , m_from(named(new PlainNumberBox, "sweepFrom", tr("In the first frame")))
    , m_to(named(new PlainNumberBox, "sweepTo", tr("In the last frame")))
    , m_frames(named(new QSpinBox, "sweepFrames", tr("Number of frames")))
    , m_rate(named(new QDoubleSpinBox, "sweepRate", tr("Frames a second")))
    , m_width(named(new QDoubleSpinBox, "sweepWidth", tr("Width of the figure in the film")))
    , m_message(new QLabel)
    , m_progress(new QProgressBar)
{
    setObjectName(QStringLiteral("animationDialog"));
    setWindowTitle(tr("Export animation"));
    m_kind->addItems({ tr("Base"), tr("Slot of a pair") });
    m_pair->setRange(0, std::max(0, pairs - 1));
    m_pair->setValue(std::clamp(pair, 0, std::max(0, pairs - 1)));
    m_frames->setRange(1, kMaxFrames);
    m_rate->setRange(0.1, kFastest);
    m_rate->setDecimals(1);
    m_rate->setValue(12.0);
    m_rate->setSuffix(tr(" a second"));
    m_width->setRange(kMinFigureMm, kMaxFigureMm);
    m_width->setDecimals(1);
    m_width->setValue(m_request.style.widthMm);
    m_width->setSuffix(tr(" mm"));
    m_message->setObjectName(QStringLiteral("animationMessage"));
    m_message->setTextFormat(Qt::PlainText); // it may quote a file
    m_message->setWordWrap(true);
    m_message->hide();
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->hide();

    auto* const form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Sweep"), m_kind);
    form->addRow(tr("&Pair"), m_pair);
    form->addRow(tr("&From"), m_from);
    form->addRow(tr("&To"), m_to);
    form->addRow(tr("F&rames"), m_frames);
    form->addRow(tr("Spee&d"), m_rate);
    form->addRow(tr("&Width"), m_width);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_export = buttons->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(QStringLiteral("animationExport"));
    m_export->setToolTip(tr("Choose a file: .gif, .webm or .mp4"));
    m_export->setDefault(true);
    m_export->setEnabled(pairs > 0);
    auto* const page = new QVBoxLayout(this);
    page->addLayout(form);
    page->addWidget(m_message);
    page->addWidget(m_progress);
    page->addStretch();
    page->addWidget(buttons);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &AnimationDialog::showKind);
    connect(m_export, &QPushButton::clicked, this, &AnimationDialog::askAndExport);
    connect(buttons, &QDialogButtonBox::rejected, this, &AnimationDialog::cancel);
    m_look.setInterval(kBetweenLooks);
    connect(&m_look, &QTimer::timeout, this,
            [this] { m_progress->setValue(static_cast<int>(kProgressSteps * *m_fraction)); });
    showKind();
}

AnimationDialog::~AnimationDialog() = default;

void AnimationDialog::showKind()
{
    const bool isBase = m_kind->currentIndex() == 0;
    m_pair->setEnabled(!isBase);
    for (QDoubleSpinBox* const box : { m_from, m_to }) {
        box->setDecimals(isBase ? 4 : 0);
        box->setRange(isBase ? kMinBase : 0.0, isBase ? kMaxBase : std::max(0, m_pairs - 1));
        box->setGroupSeparatorShown(isBase);
    }
    m_from->setValue(isBase ? kFirstBase : m_pair->value());
    m_to->setValue(isBase ? kLastBase : 0.0);
    m_frames->setValue(isBase ? kUsualFrames : usualFrames(chosenAnimation().sweep));
}

AnimationRequest AnimationDialog::chosenAnimation() const
{
    AnimationRequest request;
    request.figure = m_request;
    request.figure.comparisons = { Comparison::Edited };
    request.figure.style.widthMm = m_width->value();
    request.figure.style.dotsPerInch = kFilmDotsPerInch;
    request.figure.view.depth = EditDepth::ThisHead;
    request.figure.view.headGains.clear();
    request.figure.view.range.reset();
    request.sweep = { .kind = m_kind->currentIndex() == 0 ? Sweep::Kind::Base : Sweep::Kind::Slot,
                      .from = m_from->value(),
                      .to = m_to->value(),
                      .pair = m_pair->value() };
    request.frames = m_frames->value();
    request.framesPerSecond = m_rate->value();
    return request;
}

void AnimationDialog::askAndExport()
{
    const HeadId id = m_request.heads.front();
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export animation"),
        QStringLiteral("layer%1-head%2.gif").arg(id.layer.value).arg(id.head.value),
        tr("Animations (*.gif *.webm *.mp4)"));
    if (!path.isEmpty())
        exportTo(path);
}

void AnimationDialog::exportTo(const QString& path)
{
    AnimationRequest request = chosenAnimation();
    request.figure.output = path.toStdString();
    m_message->hide();
    m_progress->setValue(0);
    m_progress->show();
    m_export->setEnabled(false);
    m_fraction = std::make_shared<std::atomic<double>>(0.0);
    m_look.start();
    const Progress progress = [fraction = m_fraction](double now) { *fraction = now; };
    const FigureSource source { m_source.trace, nullptr };
    m_job.start(
        [request = std::move(request), source, engine = m_engine,
         progress](const std::stop_token& stop) mutable -> Result<void> {
            if (auto written = writeTokenIds(request.figure, *source.trace); !written)
                return written;
            return engine->animate(request, source, progress, stop);
        },
        [this, path](const Result<void>& done) {
            showEnd();
            if (!done) {
                m_message->setText(QString::fromStdString(done.error().message));
                m_message->show();
                return;
            }
            emit exported(path);
            accept();
        });
}

void AnimationDialog::showEnd()
{
    m_look.stop();
    m_progress->hide();
    m_export->setEnabled(true);
}

/// The first Cancel ends the work, the next one closes.
void AnimationDialog::cancel()
{
    if (!m_job.isRunning())
        return reject();
    m_job.cancel();
    showEnd();
}

} // namespace ropescope
