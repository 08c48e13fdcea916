// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps that take long: coarse pictures come first, and never one of an older edit.
#include <atomic>
#include <mutex>
#include <thread>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/session.h"
#include "core/trace/synthesize.h"
#include "core/trace/trace_file.h"

using namespace ropescope;

namespace {

/// Draws the frequency of pair 1 on every pixel: 1000 more while it is coarse, and exact only after
/// release() or a stop request.
class SlowRenderer final : public Renderer {
public:
    Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override
    {
        const auto theta = static_cast<float>(request.rope.theta.at(1));
        const auto filled = [&](float value) {
            ValueMap map { request.region.width, request.region.height, {} };
            map.values.assign(static_cast<std::size_t>(map.width * map.height), value);
            return map;
        };
        ++m_calls;
        if (request.partial)
            request.partial(filled(theta + 1000.0F), 0.0);
        while (!m_released && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (stop.stop_requested())
            return cancelled();
        if (request.partial)
            request.partial(filled(theta + 1000.0F), 0.5);
        return filled(theta);
    }

    Result<Image> paint(const ValueMap& values, const ColourScale&) override
    {
        Image image { values.width, values.height, {} };
        image.rgba.resize(4 * values.values.size());
        return image;
    }

    std::string name() const override { return "slow"; }

    void release() { m_released = true; }
    [[nodiscard]] int calls() const { return m_calls; }

private:
    std::atomic<bool> m_released = false;
    std::atomic<int> m_calls = 0;
};

} // namespace

class TestProgressivePicture : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const auto trace = synthesize({ .tokens = 64, .headDim = 8 });
        const std::string path = m_folder->filePath("trace.h5").toStdString();
        QVERIFY(writeTraceFile(**trace, path).has_value());
        auto renderer = std::make_unique<SlowRenderer>();
        m_renderer = renderer.get();
        m_session = std::make_unique<Session>(std::move(renderer), std::make_shared<ThreadPool>(2));
        m_session->open(path, {});
        QTRY_VERIFY(m_session->picture().has_value());
    }
    void cleanup() { m_session.reset(); }

    void aCoarsePictureComesFirstAndAnExactOneFollows()
    {
        QCOMPARE(share(), 0.0);
        QVERIFY(value() > 1000.0F);
        QVERIFY(!m_session->isIdle());
        m_renderer->release();
        QTRY_COMPARE(share(), 1.0);
        QCOMPARE(value(), theta());
        QTRY_VERIFY(m_session->isIdle());
    }

    void anEditDoesNotWaitForTheRest()
    {
        const float before = value();
        edit(300.0);
        QTRY_VERIFY(value() != before);
        QCOMPARE(share(), 0.0);
        QVERIFY(std::abs(value() - 1000.0F - theta()) < 1e-3F);
    }

    void picturesOfAnOlderEditNeverComeLate()
    {
        std::vector<double> shown;
        connect(m_session.get(), &Session::pictureDrawn, this,
                [&] { shown.push_back(m_session->picture()->values->edited.theta.at(1)); });
        std::vector<double> wanted { shownTheta() };
        for (int step = 1; step <= 30; ++step) {
            edit(300.0 + 10.0 * step);
            wanted.push_back(theta());
            QTest::qWait(step % 4);
        }
        m_renderer->release();
        QTRY_COMPARE(share(), 1.0);
        QCOMPARE(value(), theta());
        // What was shown are the wanted tables in their order, some left out.
        auto place = wanted.begin();
        for (const double table : shown) {
            place = std::find_if(place, wanted.end(),
                                 [&](double t) { return std::abs(t - table) < 1e-6 * table; });
            QVERIFY(place != wanted.end());
        }
    }

    void aCoarsePictureIsNotTakenForTheExactOne()
    {
        // Other colours redraw what is there only when it is exact.
        ViewState view = m_session->view();
        view.colourMap = "magma";
        const int before = m_renderer->calls();
        m_session->commitView(view);
        QTRY_VERIFY(m_renderer->calls() > before);
        m_renderer->release();
        QTRY_COMPARE(share(), 1.0);
        QTRY_VERIFY(m_session->isIdle());
        const int exact = m_renderer->calls();
        view.colourMap = "cividis";
        m_session->commitView(view);
        QTRY_VERIFY(m_session->isIdle());
        QCOMPARE(m_renderer->calls(), exact);
    }

    void aDifferenceIsCoarseFirstToo()
    {
        edit(300.0);
        ViewState view = m_session->view();
        view.comparison = Comparison::Difference;
        m_session->commitView(view);
        QTRY_VERIFY(m_session->picture()->values->comparison == Comparison::Difference);
        QCOMPARE(share(), 0.0);
        const float expected = theta() - static_cast<float>(originalTheta());
        QVERIFY(std::abs(value() - expected) < 1e-3F); // of two coarse maps
        m_renderer->release();
        QTRY_COMPARE(share(), 1.0);
        QVERIFY(std::abs(value() - expected) < 1e-6F);
    }

private:
    [[nodiscard]] double share() const { return m_session->picture()->values->exactShare; }
    [[nodiscard]] float value() const { return m_session->picture()->values->map.values.front(); }
    [[nodiscard]] double shownTheta() const
    {
        return m_session->picture()->values->edited.theta.at(1);
    }
    [[nodiscard]] double originalTheta() const { return m_session->head()->rope.theta.at(1); }
    [[nodiscard]] float theta() const
    {
        return static_cast<float>(
            makeRopeTable(m_session->head()->rope, m_session->view().edit)->theta.at(1));
    }
    void edit(double base)
    {
        ViewState view = m_session->view();
        view.edit.base = base;
        m_session->previewView(view);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    SlowRenderer* m_renderer = nullptr;
};

QTEST_MAIN(TestProgressivePicture)
#include "tst_progressive_picture.moc"
