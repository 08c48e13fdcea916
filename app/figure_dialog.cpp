// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/figure_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include "app/figure/figure_export.h"
#include "app/figure_style_form.h"
#include "core/base/parse_number.h"
#include "core/theory/head_number.h"
#include "widgets/picture_preview.h"

namespace ropescope {

namespace {

constexpr int kPauseMs = 120;
constexpr int kPreviewDots = 1100; ///< width of the preview
constexpr double kMmPerInch = 25.4;

QString qstring(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void addNumbers(QComboBox* box)
{
    for (const HeadNumber& number : headNumbers().subspan(2)) { // layer and head are no result
        box->addItem(qstring(number.title), qstring(number.name));
        box->setItemData(box->count() - 1, qstring(number.meaning), Qt::ToolTipRole);
    }
}

/// The figure's file with another ending: "map.pdf" and ".txt" give "map.txt".
std::string beside(const std::string& output, const std::string& suffix)
{
    return std::filesystem::path(output).replace_extension(suffix).string();
}

/// Several forms below each other look like one.
void alignFields(const QWidget& side)
{
    QWidgetList labels;
    int widest = 0;
    for (QFormLayout* const form : side.findChildren<QFormLayout*>()) {
        for (int row = 0; row < form->rowCount(); ++row) {
            QLayoutItem* const item = form->itemAt(row, QFormLayout::LabelRole);
            if (item == nullptr || item->widget() == nullptr)
                continue;
            labels << item->widget();
            widest = std::max(widest, item->widget()->sizeHint().width());
        }
    }
    for (QWidget* const label : labels)
        label->setMinimumWidth(widest);
}

} // namespace

std::optional<std::vector<HeadId>> headsFromText(const QString& text)
{
    std::vector<HeadId> heads;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        const auto head = pairFromText<int>(part.trimmed().toStdString(), ':');
        if (!head || head->first < 0 || head->second < 0)
            return std::nullopt;
        heads.push_back({ { head->first }, { head->second } });
    }
    return heads.empty() ? std::nullopt : std::optional(heads);
}

FigureDialog::FigureDialog(FigureRequest request, FigureSource source,
                           std::shared_ptr<FigureEngine> engine, QWidget* parent)
    : QDialog(parent)
    , m_request(std::move(request))
    , m_source(std::move(source))
    , m_engine(std::move(engine))
    , m_style(new FigureStyleForm)
    , m_message(new QLabel)
    , m_preview(new PicturePreview)
{
    setObjectName(QStringLiteral("figureDialog"));
    setWindowTitle(tr("Export figure"));
    m_message->setObjectName(QStringLiteral("figureMessage"));
    m_message->setTextFormat(Qt::PlainText); // it may quote a file
    m_message->setWordWrap(true);

    auto* const options = new QVBoxLayout;
    options->addWidget(makeContent());
    options->addWidget(m_style);
    options->addWidget(makeFiles());
    options->addWidget(m_message);
    options->addStretch();
    auto* const side = new QWidget;
    side->setLayout(options);
    alignFields(*side);
    auto* const scroll = new QScrollArea;
    scroll->setWidget(side);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(side->sizeHint().width() + 24);

    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_export = buttons->addButton(tr("&Export…"), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(QStringLiteral("figureExport"));
    m_export->setToolTip(tr("Choose a file: .pdf, .svg, .png, or .npy for the values"));
    m_export->setDefault(true);

    auto* const middle = new QHBoxLayout;
    middle->addWidget(scroll);
    middle->addWidget(m_preview, 1);
    auto* const page = new QVBoxLayout(this);
    page->addLayout(middle, 1);
    page->addWidget(buttons);
    resize(1080, 700);

    recall();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &FigureDialog::drawPreview);
    connect(m_style, &FigureStyleForm::changed, this, &FigureDialog::refresh);
    for (QComboBox* const box : { m_panels, m_score, m_note })
        connect(box, &QComboBox::currentIndexChanged, this, &FigureDialog::refresh);
    connect(m_heads, &QLineEdit::textChanged, this, &FigureDialog::refresh);
    connect(m_sharedRange, &QCheckBox::toggled, this, &FigureDialog::refresh);
    connect(m_export, &QPushButton::clicked, this, &FigureDialog::askAndExport);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
}

FigureDialog::~FigureDialog() = default;

QWidget* FigureDialog::makeContent()
{
    m_panels = new QComboBox;
    m_panels->setObjectName(QStringLiteral("figurePanels"));
    m_panels->setToolTip(tr("Which maps the figure shows"));
    m_panels->addItem(tr("This head"), static_cast<int>(Panels::ThisHead));
    const bool isEdited
        = !m_request.edits.front().isIdentity() || m_request.view.depth == EditDepth::WholeModel;
    if (isEdited) {
        m_panels->addItem(tr("Original and edited"), static_cast<int>(Panels::WithOriginal));
        m_panels->addItem(tr("Original, edited, difference"),
                          static_cast<int>(Panels::WithDifference));
    }
    m_panels->addItem(tr("Several heads"), static_cast<int>(Panels::Heads));
    m_panels->addItem(tr("All heads by a number"), static_cast<int>(Panels::Scores));

    m_heads = new QLineEdit;
    m_heads->setObjectName(QStringLiteral("figureHeads"));
    m_heads->setToolTip(tr("Layer and head of each panel, as in 3:5, 4:1"));
    const HeadId id = m_request.heads.front();
    m_heads->setText(QStringLiteral("%1:%2").arg(id.layer.value).arg(id.head.value));
    m_score = new QComboBox;
    m_score->setObjectName(QStringLiteral("figureScore"));
    m_score->setToolTip(tr("The number that colours layers and heads"));
    addNumbers(m_score);
    m_score->setCurrentIndex(m_score->findData(QStringLiteral("q-similarity")));
    m_note = new QComboBox;
    m_note->setObjectName(QStringLiteral("figureNote"));
    m_note->setToolTip(tr("A number of the head below its title"));
    m_note->addItem(tr("None"), QString());
    addNumbers(m_note);
    m_sharedRange = new QCheckBox(tr("One range of &values for all"));
    m_sharedRange->setObjectName(QStringLiteral("figureSharedRange"));
    m_sharedRange->setToolTip(tr("The same colours mean the same in every panel"));

    auto* const content = new QWidget;
    auto* const form = new QFormLayout(content);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Panels"), m_panels);
    form->addRow(tr("&Heads"), m_heads);
    form->addRow(tr("&Number"), m_score);
    form->addRow(tr("Be&low the title"), m_note);
    form->addRow(QString(), m_sharedRange);
    return content;
}

QWidget* FigureDialog::makeFiles()
{
    m_data = new QComboBox;
    m_data->setObjectName(QStringLiteral("figureData"));
    m_data->setToolTip(tr("The values drawn, in a file beside the figure"));
    m_data->addItem(tr("None"), QString());
    for (const char* const suffix : { ".csv", ".npy", ".h5" })
        m_data->addItem(QLatin1String(suffix), QLatin1String(suffix));
    m_caption = new QCheckBox(tr("Caption in a &text file"));
    m_caption->setObjectName(QStringLiteral("figureCaption"));
    m_caption->setToolTip(tr("What it shows, and the command that makes it again"));
    auto* const files = new QWidget;
    auto* const form = new QFormLayout(files);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Data"), m_data);
    form->addRow(QString(), m_caption);
    return files;
}

void FigureDialog::recall()
{
    const QSettings settings;
    m_style->setStyleOf(FigureStyleForm::rememberedStyle());
    m_data->setCurrentIndex(
        std::max(0, m_data->findData(settings.value(QStringLiteral("figure/data")))));
    m_caption->setChecked(settings.value(QStringLiteral("figure/caption")).toBool());
    m_sharedRange->setChecked(settings.value(QStringLiteral("figure/sharedRange"), true).toBool());
    m_note->setCurrentIndex(
        std::max(0, m_note->findData(settings.value(QStringLiteral("figure/note")))));
}

void FigureDialog::remember()
{
    QSettings settings;
    FigureStyleForm::remember(m_style->chosenStyle());
    settings.setValue(QStringLiteral("figure/data"), m_data->currentData());
    settings.setValue(QStringLiteral("figure/caption"), m_caption->isChecked());
    settings.setValue(QStringLiteral("figure/sharedRange"), m_sharedRange->isChecked());
    settings.setValue(QStringLiteral("figure/note"), m_note->currentData());
}

FigureDialog::Panels FigureDialog::panels() const
{
    return static_cast<Panels>(m_panels->currentData().toInt());
}

void FigureDialog::say(const QString& sentence)
{
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

std::optional<FigureRequest> FigureDialog::chosenFigure()
{
    FigureRequest request = m_request;
    request.style = m_style->chosenStyle();
    const QString note = m_note->currentData().toString();
    if (!note.isEmpty())
        request.notes = { note.toStdString() };
    switch (panels()) {
    case Panels::ThisHead:
        break;
    case Panels::WithOriginal:
        request.comparisons = { Comparison::Original, Comparison::Edited };
        break;
    case Panels::WithDifference:
        request.comparisons = { Comparison::Original, Comparison::Edited, Comparison::Difference };
        break;
    case Panels::Heads: {
        const auto heads = headsFromText(m_heads->text());
        if (!heads) {
            say(tr("Name heads as layer:head, for example 3:5, 4:1."));
            return std::nullopt;
        }
        for (const HeadId id : *heads) {
            if (const auto there = checkHead(m_source.trace->info(), id); !there) {
                say(QString::fromStdString(there.error().message));
                return std::nullopt;
            }
        }
        request.heads = *heads;
        break;
    }
    case Panels::Scores:
        request.scores = m_score->currentData().toString().toStdString();
        request.heads.clear();
        request.comparisons = { Comparison::Edited };
        request.view.scale = ScaleKind::Linear;
        request.view.quantity = {};
        request.view.range.reset();
        request.notes.clear();
        request.rows.reset();
        request.columns.reset();
        break;
    }
    request.sharedRange = m_sharedRange->isChecked() && request.panelCount() > 1;
    if (request.panelCount() > 1 && request.comparisons.size() > 1)
        request.view.range.reset(); // of the one map that the window shows
    return request;
}

void FigureDialog::refresh()
{
    m_heads->setEnabled(panels() == Panels::Heads);
    m_score->setEnabled(panels() == Panels::Scores);
    m_note->setEnabled(panels() != Panels::Scores);
    const bool isSeveral = panels() != Panels::ThisHead && panels() != Panels::Scores;
    m_sharedRange->setEnabled(isSeveral);
    m_style->setSeveralPanels(isSeveral);
    m_pause.start();
}

void FigureDialog::drawPreview()
{
    const std::optional<FigureRequest> request = chosenFigure();
    m_export->setEnabled(request.has_value());
    if (!request)
        return m_previewJob.cancel();
    m_previewJob.start(
        [request = *request, source = m_source,
         engine = m_engine](const std::stop_token& stop) -> Result<QImage> {
            const auto drawn = engine->draw(request, source, stop);
            if (!drawn)
                return tl::unexpected(drawn.error());
            const double dots = kPreviewDots / (request.style.widthMm / kMmPerInch);
            return figureImage(drawn->figure, request.style,
                               std::clamp(static_cast<int>(dots), 40, 400));
        },
        [this](const Result<QImage>& image) {
            if (image) {
                say({});
                m_preview->setImage(*image);
                emit previewed();
            } else if (image.error().code != ErrorCode::Cancelled) {
                m_preview->setMessage(QString::fromStdString(image.error().message));
            }
        });
}

void FigureDialog::askAndExport()
{
    if (!chosenFigure())
        return;
    const HeadId id = m_request.heads.front();
    QSettings settings;
    const QString folder = settings.value(QStringLiteral("figure/folder")).toString();
    const QString name = panels() == Panels::ThisHead
        ? QStringLiteral("layer%1-head%2.pdf").arg(id.layer.value).arg(id.head.value)
        : QStringLiteral("heads.pdf");
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export figure"), folder.isEmpty() ? name : folder + u'/' + name,
        tr("Figures (*.pdf *.svg *.png);;Values (*.npy)"));
    if (path.isEmpty())
        return;
    settings.setValue(QStringLiteral("figure/folder"), QFileInfo(path).absolutePath());
    exportTo(path);
}

void FigureDialog::exportTo(const QString& path)
{
    std::optional<FigureRequest> request = chosenFigure();
    if (!request)
        return;
    request->output = path.toStdString();
    if (const QString suffix = m_data->currentData().toString(); !suffix.isEmpty())
        request->data = beside(request->output, suffix.toStdString());
    if (m_caption->isChecked())
        request->caption = beside(request->output, ".txt");
    remember();
    m_export->setEnabled(false);
    m_exportJob.start(
        [request = std::move(*request), source = m_source, engine = m_engine](
            const std::stop_token& stop) { return engine->write(request, source, stop); },
        [this, path](const Result<void>& done) {
            m_export->setEnabled(true);
            if (!done)
                return say(QString::fromStdString(done.error().message));
            emit exported(path);
            accept();
        });
}

} // namespace ropescope
