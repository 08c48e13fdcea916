// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <memory>

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QTest>

#include "tests/app/window.h"

using namespace ropescope;
using namespace ropescope::test;

namespace {

constexpr const char* kModel = ROPESCOPE_SOURCE_DIR "/resources/model";

/// Parts of a compound control, which speaks for them.
bool isPartOfAnother(const QWidget& widget)
{
    const QString name = widget.objectName();
    if (name.startsWith(QLatin1String("qt_")) || name.startsWith(QLatin1String("Scroll")))
        return true; // of a scroll area, of a bar of tabs
    for (const QWidget* parent = widget.parentWidget(); parent != nullptr;
         parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox*>(parent) != nullptr
            || parent->inherits("QAbstractSpinBox"))
            return true;
    }
    return false;
}

/// A button, a field, a slider. A picture says what is under the pointer instead.
bool isControl(const QWidget& widget)
{
    for (const char* const kind : { "QAbstractButton", "QComboBox", "QLineEdit", "QAbstractSlider",
                                    "QAbstractSpinBox", "QPlainTextEdit" }) {
        if (widget.inherits(kind))
            return true;
    }
    return false;
}

QString pathOf(const QWidget& widget)
{
    QStringList names;
    for (const QWidget* part = &widget; part != nullptr; part = part->parentWidget())
        names.prepend(QStringLiteral("%1(%2)").arg(
            QString::fromLatin1(part->metaObject()->className()), part->objectName()));
    return names.join(QLatin1Char('/'));
}

bool hasName(const QWidget& widget)
{
    if (!widget.accessibleName().isEmpty())
        return true;
    const auto* const button = qobject_cast<const QAbstractButton*>(&widget);
    return button != nullptr && !button->text().isEmpty();
}

} // namespace

class TestAccessibleWindow : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_window = makeWindow();
        m_window->setTheme(Theme::darkTheme());
        m_window->show();
        m_window->session().open(kModel, QStringLiteral("One fish two fish red fish blue fish."));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session().isIdle(), 60'000);
        for (const QWidget* const widget : m_window->findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) != 0 && !isPartOfAnother(*widget)
                && !widget->inherits("QScrollArea"))
                m_controls.push_back(widget);
        }
        QVERIFY(m_controls.size() > 20);
    }

    void cleanupTestCase() { m_window.reset(); }

    void everyControlHasANameForScreenReaders()
    {
        QStringList nameless;
        for (const QWidget* const control : m_controls) {
            if (!hasName(*control))
                nameless << pathOf(*control);
        }
        report(nameless);
    }

    void everyControlHasATooltip()
    {
        QStringList silent;
        for (const QWidget* const control : m_controls) {
            if (isControl(*control) && !control->inherits("QScrollBar")
                && control->toolTip().isEmpty())
                silent << pathOf(*control);
        }
        report(silent);
    }

    /// A token or a name that looks like rich text would be taken for it, and read files.
    void everyLabelKnowsWhetherItsTextIsRich()
    {
        QStringList guessing;
        for (const QLabel* const label : m_window->findChildren<QLabel*>()) {
            const bool isMarkup = label->text().contains(QLatin1String("</"));
            if (label->textFormat() == Qt::AutoText
                || (isMarkup && label->textFormat() != Qt::RichText))
                guessing << pathOf(*label);
        }
        report(guessing);
    }

private:
    /// QVERIFY2 would cut a long list short.
    static void report(const QStringList& controls)
    {
        for (const QString& control : controls)
            qWarning("%s", qPrintable(control));
        QVERIFY2(controls.isEmpty(), "see the controls above");
    }

    std::unique_ptr<MainWindow> m_window;
    std::vector<const QWidget*> m_controls;
};

QTEST_MAIN(TestAccessibleWindow)
#include "tst_accessible_window.moc"
