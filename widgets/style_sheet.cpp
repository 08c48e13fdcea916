// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include <utility>

namespace ropescope {

namespace {

// Words with @ stand for colours and sizes of the theme; styleSheet() fills them in.

constexpr auto kFrames = R"(
QMainWindow, QDialog { background: @panel; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QWidget[side="true"] { background: @panel; }
QFrame[card="true"] { background: @field; border: 1px solid @border; border-radius: 6px; }
QFrame[message="true"] {
    background: @notice; border: 1px solid @predicted; border-radius: 6px;
}
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }
QDockWidget { color: @muted; titlebar-close-icon: none; }
QDockWidget::title { background: @panel; padding: 6px 10px; border-bottom: 1px solid @border; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#qt_scrollarea_viewport { background: transparent; }
QStatusBar { background: @panel; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted; padding: 0 4px; }
QToolTip {
    background: @field; color: @text; border: 1px solid @strongBorder; padding: 4px 6px;
}
QGroupBox { border: 1px solid @border; border-radius: 6px; margin-top: 10px; padding-top: 6px; }
QGroupBox::title { subcontrol-origin: margin; left: 8px; padding: 0 3px; color: @muted; }
)";

constexpr auto kLabels = R"(
QLabel { background: transparent; color: @text; }
QLabel[heading="true"] { color: @muted; font-size: @smallpx; font-weight: 600; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[title="true"] { font-size: @titlepx; font-weight: 600; }
QLabel[muted="true"] { color: @muted; }
QLabel[note="true"] { color: @muted; font-size: @smallpx; }
QLabel[predicted="true"] { color: @predicted; font-weight: 600; }
QLabel[chip="true"] {
    color: @muted; border: 1px solid @border; border-radius: 8px; padding: 0 6px;
    font-size: @smallpx;
}
QLabel[chip="true"][good="true"] { color: @good; border-color: @good; }
QLabel:disabled { color: @disabled; }
)";

constexpr auto kBars = R"(
QMenuBar { background: @panel; border-bottom: 1px solid @border; padding: 1px 4px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @field; border: 1px solid @strongBorder; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 6px; }
QMenu::indicator { width: 7px; height: 7px; left: 9px; border-radius: 3px; }
QMenu::indicator:checked { background: @accent; }
QMenu::right-arrow {
    image: url(:/ropescope/style/right.svg); width: 10px; height: 10px; margin-right: 6px;
}
QToolBar { background: @panel; border: none; border-bottom: 1px solid @border; padding: 7px 10px;
    spacing: 8px; }
QToolBar::separator { background: @border; width: 1px; margin: 4px 4px; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: @muted; padding: 6px 9px; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
QTabBar QToolButton { background: @panel; border: none; border-radius: 0; padding: 0; }
QTabBar QToolButton::left-arrow { image: url(:/ropescope/style/left.svg); }
QTabBar QToolButton::right-arrow { image: url(:/ropescope/style/right.svg); }
)";

constexpr auto kButtons = R"(
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton, QToolButton {
    background: @panel; color: @text; border: 1px solid @border; border-radius: 5px;
    padding: 4px 10px;
}
QToolBar QPushButton, QToolBar QToolButton, QToolBar QComboBox { background: @field; }
QPushButton:hover, QToolButton:hover { background: @hover; border-color: @strongBorder; }
QPushButton:pressed, QToolButton:pressed { background: @pressed; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: transparent; }
QPushButton:checked, QToolButton:checked {
    background: @accent; color: @onAccent; border-color: @accent;
}
QPushButton:checked:disabled, QToolButton:checked:disabled {
    background: @border; color: @disabled; border-color: @border;
}
QPushButton[primary="true"] { border-color: @accent; color: @accent; }
QPushButton[primary="true"]:hover { background: @accent; color: @onAccent; }
QPushButton[primary="true"]:focus { background: @accentSoft; }
QPushButton[primary="true"]:disabled { color: @disabled; border-color: @border; }
QPushButton[quiet="true"], QToolButton[quiet="true"] {
    background: transparent; border: 1px solid transparent;
}
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover { background: @hover; }
QPushButton[quiet="true"]:focus, QToolButton[quiet="true"]:focus { border-color: @accent; }
QPushButton[link="true"] {
    background: transparent; border: 1px solid transparent; color: @accent; text-align: left;
    padding: 3px 6px 3px 4px;
}
QPushButton[link="true"]:hover { background: @hover; }
QPushButton[link="true"]:focus { border-color: @accent; }
QPushButton[segment], QToolButton[segment] { border-radius: 0; padding: 4px 11px; }
QToolButton[segment][compact="true"] { padding: 3px 8px; }
QPushButton[segment="left"], QToolButton[segment="left"] {
    border-right: none; border-top-left-radius: 5px; border-bottom-left-radius: 5px;
}
QPushButton[segment="middle"], QToolButton[segment="middle"] { border-right: none; }
QPushButton[segment="right"], QToolButton[segment="right"] {
    border-top-right-radius: 5px; border-bottom-right-radius: 5px;
}
QPushButton[segment="only"], QToolButton[segment="only"] { border-radius: 5px; }
QPushButton[segment]:focus, QToolButton[segment]:focus { border: 1px solid @accent; }
QPushButton[segment]:checked:focus, QToolButton[segment]:checked:focus {
    border: 1px solid @text;
}
QPushButton::menu-indicator, QToolButton::menu-indicator {
    image: url(:/ropescope/style/down.svg); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: right center; right: 6px;
}
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton[fold="true"] {
    background: transparent; border: 1px solid transparent; color: @muted; font-size: @smallpx;
    font-weight: 600; padding: 2px 4px 2px 0;
}
QToolButton[fold="true"]:hover { color: @text; }
QToolButton[fold="true"]:focus { border-color: @accent; }
QToolButton[tile="true"] {
    background: transparent; border: 1px solid transparent; padding: 2px; color: @muted;
    font-size: @smallpx;
}
QToolButton[tile="true"]:hover { background: @hover; color: @text; }
QToolButton[tile="true"]:focus { border-color: @accent; color: @text; }
)";

constexpr auto kInputs = R"(
QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QAbstractSpinBox, QComboBox {
    background: @window; color: @text; border: 1px solid @border; border-radius: 5px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit, QAbstractSpinBox { padding: 3px 6px; }
QPlainTextEdit, QTextEdit { padding: 3px 4px; }
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {
    border-color: @strongBorder;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border-color: @accent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    color: @disabled; background: transparent;
}
QTextBrowser[page="true"] {
    background: transparent; border: none; padding: 0; font-size: @readpx;
}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: transparent; }
QLineEdit[invalid="true"] { border-color: @predicted; }
QAbstractSpinBox { padding-right: 16px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 16px; background: transparent; border: none;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow {
    image: url(:/ropescope/style/up.svg); width: 8px; height: 8px;
}
QAbstractSpinBox::down-arrow {
    image: url(:/ropescope/style/down.svg); width: 8px; height: 8px;
}
QComboBox { background: @panel; padding: 4px 8px; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow {
    image: url(:/ropescope/style/down.svg); width: 10px; height: 10px;
}
QComboBox QAbstractItemView {
    background: @field; border: 1px solid @strongBorder; outline: none; padding: 3px;
}
QAbstractItemView {
    background: @window; border: 1px solid @border; outline: none;
    selection-background-color: @accent; selection-color: @onAccent;
}
QListView::item, QTreeView::item { padding: 3px 6px; }
QTableCornerButton::section { background: @panel; border: none; }
QHeaderView { background: @panel; }
QHeaderView::section {
    background: @panel; color: @muted; border: none; border-bottom: 1px solid @border;
    padding: 4px 8px;
}
)";

constexpr auto kGauges = R"(
QCheckBox, QRadioButton { spacing: 7px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; background: @window; border: 1px solid @muted;
}
QCheckBox::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/ropescope/style/check-for-@scheme.svg);
}
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @border; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::groove:vertical { width: 4px; border-radius: 2px; background: @border; }
QSlider::add-page:vertical { width: 4px; border-radius: 2px; background: @accent; }
QSlider::handle {
    background: @text; border: 1px solid @text; width: 12px; height: 12px; border-radius: 7px;
}
QSlider::handle:horizontal { margin: -5px 0; }
QSlider::handle:vertical { margin: 0 -5px; }
QSlider::handle:focus { border: 2px solid @accent; width: 10px; height: 10px; }
QSlider::handle:disabled { background: @disabled; border-color: @disabled; }
QSlider::sub-page:horizontal:disabled, QSlider::add-page:vertical:disabled {
    background: @border;
}
QProgressBar {
    background: @border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @strongBorder; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

} // namespace

QString styleSheet(const Theme& theme, int fontPixels)
{
    QString sheet;
    for (const char* const part : { kFrames, kLabels, kBars, kButtons, kInputs, kGauges })
        sheet += QString::fromLatin1(part);
    // Longer words first, so that none is eaten by a word that begins like it.
    const std::pair<const char*, QString> words[] = {
        { "@strongBorder", mixed(theme.border, theme.mutedText, 0.35).name() },
        { "@accentSoft", mixed(theme.panel, theme.measured, 0.14).name() },
        { "@onAccent", theme.onMeasured.name() },
        { "@predicted", theme.predicted.name() },
        { "@disabled", mixed(theme.mutedText, theme.panel, 0.4).name() },
        { "@pressed", mixed(theme.panel, theme.text, 0.14).name() },
        { "@accent", theme.measured.name() },
        { "@notice", mixed(theme.field, theme.predicted, 0.10).name() },
        { "@scheme", theme.dark ? QStringLiteral("dark") : QStringLiteral("light") },
        { "@title", QString::number(fontPixels + fontPixels / 2) },
        { "@read", QString::number(fontPixels + fontPixels / 6) },
        { "@window", theme.window.name() },
        { "@border", theme.border.name() },
        { "@small", QString::number(fontPixels - 2) },
        { "@hover", mixed(theme.panel, theme.text, 0.08).name() },
        { "@panel", theme.panel.name() },
        { "@field", theme.field.name() },
        { "@muted", theme.mutedText.name() },
        { "@text", theme.text.name() },
        { "@good", theme.good.name() },
    };
    for (const auto& [word, value] : words)
        sheet.replace(QLatin1String(word), value);
    return sheet;
}

} // namespace ropescope
