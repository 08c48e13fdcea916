// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>

#include <QTest>

#include "core/rope/rope_edit.h"
#include "widgets/scaling_text.h"
#include "widgets/scaling_view.h"

using namespace ropescope;

namespace {

RopeConfig scaled(RopeScalingType type)
{
    RopeConfig rope { .base = 500000.0, .rotaryDim = 128 };
    rope.scaling.type = type;
    rope.scaling.factor = 8.0;
    rope.scaling.originalPositions = 8192;
    return ropeForLength(rope, 16384);
}

ScalingContent content(const RopeConfig& rope, const RopeEdit& edit = {})
{
    return { rope, makeRopeTable(rope, edit).value(), !edit.isIdentity(), 256, 16384 };
}

} // namespace

class TestScalingView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ScalingView>();
        m_view->resize(700, 200);
        m_view->show();
    }
    void cleanup() { m_view.reset(); }

    void bandsOfLlama3KeepFastPairsAndStretchSlowOnes()
    {
        m_view->setContent(content(scaled(RopeScalingType::Llama3)));
        QCOMPARE(m_view->scaled().front(), m_view->unscaled().front());
        QVERIFY(std::abs(m_view->scaled().back() / m_view->unscaled().back() - 8.0) < 1e-9);
        QVERIFY(m_view->edited().empty());
        QVERIFY(m_view->readout().contains("llama3: factor 8, original context 8192"));
        QVERIFY(m_view->legendText().contains("unscaled"));
    }

    void theEditIsAThirdSeries()
    {
        RopeEdit edit { .relocations = { { 60, 2 } } };
        edit.truncation = { 62, Truncation::Kind::Still };
        m_view->setContent(content(scaled(RopeScalingType::Default), edit));
        QCOMPARE(m_view->edited()[60], m_view->scaled()[2]);
        QVERIFY(std::isinf(m_view->edited()[63]));
        QVERIFY(m_view->legendText().contains("edited"));
        QVERIFY(!m_view->legendText().contains("unscaled")); // one and the same
    }

    void aRemovedPairHasNoWavelength()
    {
        RopeEdit edit;
        edit.truncation = { 60, Truncation::Kind::Remove };
        m_view->setContent(content(scaled(RopeScalingType::Default), edit));
        QCOMPARE(m_view->edited()[59], m_view->scaled()[59]);
        for (std::size_t m = 60; m < 64; ++m)
            QVERIFY(std::isnan(m_view->edited()[m]));
    }

    void theAttentionFactorOfYarnIsStated()
    {
        const QString words = describeScaling(scaled(RopeScalingType::Yarn));
        QVERIFY2(words.contains("attention factor 1.20794"), qPrintable(words));
        QVERIFY(words.contains("ramp from 32 down to 1 turns"));
    }

    void eachTypeIsNamed()
    {
        QVERIFY(describeScaling(scaled(RopeScalingType::Linear)).startsWith("linear: factor 8"));
        QVERIFY(describeScaling(scaled(RopeScalingType::Dynamic)).startsWith("dynamic (NTK)"));
        QVERIFY(describeScaling(scaled(RopeScalingType::Default)).startsWith("no scaling"));
        RopeConfig odd = scaled(RopeScalingType::Default);
        odd.theta[3] *= 2.0;
        QVERIFY(describeScaling(odd).contains("differ"));
    }

    void headsWithoutRotationAreExplained()
    {
        QVERIFY(!m_view->placeholder().isEmpty());
        m_view->setContent({});
        QVERIFY(m_view->placeholder().contains("does not rotate"));
        m_view->setContent(content(scaled(RopeScalingType::Linear)));
        QVERIFY(m_view->placeholder().isEmpty());
    }

private:
    std::unique_ptr<ScalingView> m_view;
};

QTEST_MAIN(TestScalingView)
#include "tst_scaling_view.moc"
